package dev.zarrasync.store;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zarrasync.memory.MemoryStore;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Any string as a key: it names one object under the root, or is refused. */
class KeysFuzzTest {

  @FuzzTest
  void keysInUtf8(byte[] bytes) {
    check(new String(bytes, UTF_8));
  }

  @FuzzTest
  void keysInUtf16(byte[] bytes) {
    check(
        new String(bytes, UTF_16BE)
            + (bytes.length % 2 == 0 ? "" : Character.toString((char) (0xd800 + bytes[0]))));
  }

  private static void check(String key) {
    List<String> asked = new ArrayList<>();
    PrefixStore view = new PrefixStore(new Asked(asked), "root");

    boolean failed = view.get(key).isCompletedExceptionally();
    assertThat(failed).isEqualTo(Keys.problem(key) != null);
    if (failed) {
      assertThat(asked).isEmpty();
      return;
    }
    assertThat(asked).containsExactly("root/" + key);
    URI url = URI.create("http://host/base/" + Keys.toUrlPath(key));
    assertThat(url.normalize()).isEqualTo(url);
    assertThat(url.getPath()).isEqualTo("/base/" + key);
    assertThat(url.getRawQuery()).isNull();
    assertThat(staysUnderRoot(key)).isTrue();
  }

  private static boolean staysUnderRoot(String key) {
    try {
      Path root = Path.of("/root");
      Path path = root.resolve(key).normalize();
      return path.startsWith(root) && !path.equals(root);
    } catch (InvalidPathException e) {
      return true;
    }
  }

  /** Notes what is asked for. */
  private static final class Asked extends ForwardingStore {
    private final List<String> keys;

    Asked(List<String> keys) {
      super(new MemoryStore());
      this.keys = keys;
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      keys.add(key);
      return super.get(key, options);
    }
  }
}
