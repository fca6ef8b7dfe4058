package dev.zarrasync.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.ChildJvm;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that are not ASCII, in a JVM whose locale has no others. */
class LocaleTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneNameThatCannotBeWrittenHidesNoOthers(@TempDir Path directory) throws Exception {
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("array"));
    Files.write(root.resolve("array/0"), new byte[] {7});
    // The shell writes them also where this JVM could not.
    String script =
        "mkdir $'root/gr\\303\\274n' && : > $'root/gr\\303\\274n/0' && : > $'root/\\303\\251'";
    int exit =
        new ProcessBuilder("bash", "-c", script)
            .directory(directory.toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();

    ChildJvm child = ChildJvm.run(InAscii.class, directory, Map.of("LC_ALL", "C"));

    assertThat(child)
        .isEqualTo(
            new ChildJvm(
                0,
                """
                [array/0, gr??n/0, ??]
                [gr??n/0]
                [array/, gr??n/, ??]
                1 byte
                UNSUPPORTED: 'gr??n' LC_ALL=C.UTF-8
                UNSUPPORTED: '??' LC_ALL=C.UTF-8
                UNSUPPORTED: 'gr?n' LC_ALL=C.UTF-8
                UNSUPPORTED: 'gr?n' LC_ALL=C.UTF-8
                UNSUPPORTED: 'gr?n' LC_ALL=C.UTF-8
                """));
  }

  /** What cannot be written in ASCII is written as a question mark. */
  static final class InAscii {

    private InAscii() {}

    public static void main(String[] args) {
      try (FileStore store = FileStore.at(Path.of("root"))) {
        list(store, ListRequest.all(""));
        list(store, ListRequest.all("gr\uFFFD\uFFFDn/"));
        list(store, ListRequest.children(""));
        System.out.println(((Found) store.get("array/0").join()).bytes().length + " byte");
        fail(store.get("gr\uFFFD\uFFFDn/0"));
        fail(store.get("\uFFFD\uFFFD"));
        fail(store.get("gr\u00fcn/0"));
        fail(store.put("gr\u00fcn/0", new byte[0]));
        fail(store.list(ListRequest.all("gr\u00fcn/")));
      }
    }

    private static void list(AsyncStore store, ListRequest request) {
      ListPage page = store.list(request).join();
      List<String> shown = new ArrayList<>(page.prefixes());
      page.objects().forEach(object -> shown.add(object.key()));
      print(shown.toString());
    }

    private static void fail(CompletableFuture<?> future) {
      String message = future.handle((value, e) -> StoreException.unwrap(e).getMessage()).join();
      print(message.replaceAll("cannot be.*such as (LC_ALL[^ ]*) .*", "$1"));
    }

    private static void print(String text) {
      System.out.println(text.replaceAll("[^\\p{ASCII}]", "?"));
    }
  }
}
