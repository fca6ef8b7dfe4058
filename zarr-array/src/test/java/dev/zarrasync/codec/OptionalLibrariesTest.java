package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users see who have none of the optional libraries. */
class OptionalLibrariesTest {

  @Test
  void theArtifactToAddIsNamed() throws Exception {
    assertMissing("bz2", "org.apache.commons:commons-compress");
    assertMissing("lzma", "org.tukaani:xz");
  }

  @Test
  void zstdIsDecodedWithoutOne() throws Exception {
    assertThat(codec("zstd")).isNotNull();
  }

  private static void assertMissing(String id, String artifact) {
    assertThatThrownBy(() -> codec(id))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The codec " + id + " needs a library: add " + artifact);
  }

  private static Object codec(String id) throws Exception {
    return new WithoutLibraries()
        .loadClass(Codecs.class.getName())
        .getMethod("of", Map.class, int.class)
        .invoke(null, Map.of("id", id), 4);
  }

  /** Has the classes of this library anew, and none of the optional ones. */
  private static final class WithoutLibraries extends ClassLoader {

    WithoutLibraries() {
      super(WithoutLibraries.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.tukaani.")
          || name.startsWith("org.apache.commons.compress.")
          || name.startsWith("com.github.luben.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.zarrasync.codec.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
