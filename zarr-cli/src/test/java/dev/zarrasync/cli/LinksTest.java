package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a directory of symbolic links show what they show where the links lead. */
class LinksTest {

  private final Path directory;
  private final Path links;
  private final SampleData data;

  /** Links the group as a directory, and the chunks of a copy of the array one by one. */
  LinksTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.data = SampleData.in(directory.resolve("data"));
    this.links = Files.createDirectory(directory.resolve("links"));
    for (String name : new String[] {".zgroup", ".zattrs", "plate"}) {
      Files.createSymbolicLink(links.resolve(name), Path.of(data.url(), name));
    }
  }

  @Test
  void linksAreShown() throws Exception {
    for (String[] command : new String[][] {{"ls"}, {"ls", "-r"}, {"tree"}, {"info"}}) {
      String[] arguments = Arrays.copyOf(command, command.length + 2);
      arguments[command.length] = "--json";
      arguments[command.length + 1] = data.url();
      JsonNode expected = withoutUrl(Run.json(arguments));
      arguments[command.length + 1] = links.toString();

      assertThat(withoutUrl(Run.json(arguments))).as(command[0]).isEqualTo(expected);
    }
    assertThat(withoutUrl(Run.json("info", "--json", links.resolve("plate/image").toString())))
        .isEqualTo(withoutUrl(Run.json("info", "--json", data.image())));
  }

  private static JsonNode withoutUrl(JsonNode answer) {
    return answer instanceof ObjectNode object ? object.without("url") : answer;
  }

  @Test
  void whatLinksLeadToIsCopied() throws Exception {
    Path target = directory.resolve("target");

    JsonNode report = Run.json("copy", "--json", links.toString(), target.toString());

    assertThat(report).isEqualTo(Run.json("copy", "--json", data.url(), target + "2"));
    for (String chunk : new String[] {"0.0", "0.1", "1.0", "1.1"}) {
      assertThat(target.resolve("plate/image").resolve(chunk))
          .isRegularFile()
          .hasSameBinaryContentAs(Path.of(data.image(), chunk));
    }
  }

  @Test
  void whatWasNotFetchedIsShownAndNotCopied() throws Exception {
    Files.createSymbolicLink(links.resolve("gone"), Path.of(".git/annex/objects/1"));
    Path target = directory.resolve("target");

    assertThat(Run.json("ls", "--json", links.toString()).findValuesAsText("key"))
        .containsExactly(".zattrs", ".zgroup", "gone");
    assertThat(Run.json("tree", "--json", links.toString()).findValuesAsText("path"))
        .containsExactly("", "plate", "plate/image");
    Run copy = Run.of("copy", links.toString(), target.toString());
    assertThat(copy.exitCode()).isEqualTo(1);
    assertThat(copy.err()).contains(links.resolve("gone") + " leads to .git/annex/objects/1");
    assertThat(Run.json("ls", "-r", "--json", links.toString()).findValuesAsText("key"))
        .hasSize(10)
        .contains("gone", "plate/image/1.1");
    assertThat(Run.json("ls", "-r", "--json", target.toString()).findValuesAsText("key"))
        .hasSize(9)
        .contains("plate/image/.zarray", "plate/image/1.1");
  }

  /** An array that lacks a chunk that exists would read as fill values. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anArrayOfWhichAChunkIsLeftOutDoesNotLookWhole(boolean verify) throws Exception {
    Path source = directory.resolve("data");
    Path chunk = source.resolve("plate/image/0.1");
    Path fetched = Files.move(chunk, directory.resolve("0.1"));
    Files.createSymbolicLink(chunk, Path.of("../../.git/annex/objects/1"));
    Files.writeString(source.resolve(".zmetadata"), "{}");
    Path target = directory.resolve("target");
    String[] copy = {"copy", source.toString(), target.toString(), verify ? "--verify" : "--json"};

    Run partly = Run.of(copy);
    assertThat(partly.exitCode()).isEqualTo(1);
    assertThat(partly.err())
        .contains("3 left out: '.zmetadata'", "'plate/image/.zarray'", chunk + " leads");
    assertThat(target.resolve("plate/image/.zarray")).doesNotExist();
    assertThat(target.resolve("plate/image/1.1")).isRegularFile();

    Files.delete(chunk);
    Files.move(fetched, chunk);
    assertThat(Run.of(copy).exitCode()).isZero();
    assertThat(Run.text("get", target + "/plate/image")).isEqualTo(Run.text("get", data.image()));
  }

  @Test
  void aCopyFailsIfItCannotSeeWhetherMetadataTellsOfWhatIsLeftOut() throws Exception {
    Path source = directory.resolve("v3");
    Files.createDirectories(source.resolve("c"));
    Files.writeString(source.resolve("zarr.json"), "{\"zarr_format\":3,\"node_type\":\"array\"}");
    Files.createSymbolicLink(source.resolve("c/0"), Path.of(".git/annex/objects/1"));
    Path target = directory.resolve("target");
    try (AsyncStore from = FileStore.at(source);
        AsyncStore to = FileStore.at(target)) {
      Transfer transfer =
          new Transfer(failingOnce(from, "zarr.json"), to, false, new CopyCount(Meter.SILENT));
      Copy copy = new Copy(new ListedSource(transfer), new CopyWindow(from, to), Meter.SILENT);
      assertThatThrownBy(copy::run).hasRootCauseMessage("broken off");
    }
    assertThat(target.resolve("zarr.json")).doesNotExist();
  }

  private static AsyncStore failingOnce(AsyncStore store, String failing) {
    return new ForwardingStore(store) {
      private final AtomicBoolean failed = new AtomicBoolean();

      @Override
      public CompletableFuture<Fetched> get(String key, GetOptions options) {
        return key.equals(failing) && failed.compareAndSet(false, true)
            ? CompletableFuture.failedFuture(new IOException("broken off"))
            : super.get(key, options);
      }
    };
  }
}
