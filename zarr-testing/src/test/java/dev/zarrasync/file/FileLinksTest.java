package dev.zarrasync.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.AsyncStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symbolic links. The contract is that of a store in which each object is a link to a file. */
class FileLinksTest extends AsyncStoreContract {

  private static final byte[] VALUE = {1, 2, 3};
  private static final byte[] OTHER = {4, 5};

  private final Path directory;
  private final Path outside;
  private final Path root;
  private final FileStore store;
  private final FileStore confined;
  private int links;

  FileLinksTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.outside = Files.createDirectory(directory.resolve("outside"));
    this.root = Files.createDirectory(directory.resolve("root"));
    this.store = FileStore.at(root);
    this.confined = FileStore.confinedTo(root);
  }

  @AfterEach
  void close() {
    store.close();
    confined.close();
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.NESTED_OBJECTS, Capability.CONDITIONAL_PUT));
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) throws IOException {
    Path annex = Files.createTempDirectory(directory, "annex");
    Path linked = Files.createTempDirectory(directory, "linked");
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      Path file = Files.write(annex.resolve("" + links++), object.getValue());
      link(linked.resolve(object.getKey()), file);
    }
    return FileStore.at(linked);
  }

  // --------------------------------------------------------------------------------------- Reads

  @Test
  void followsLinksOutOfTheRoot() throws IOException {
    write(outside.resolve("array/0"), VALUE);
    write(outside.resolve("file"), OTHER);
    link(root.resolve("dir"), outside.resolve("array"));
    link(root.resolve("file"), Path.of("../outside/file"));

    assertFound(store, "dir/0", VALUE);
    assertFound(store, "file", OTHER);
    assertThat(await(store.get("dir"))).isEqualTo(Fetched.MISSING);
    assertThat(await(store.get("dir/1"))).isEqualTo(Fetched.MISSING);
    assertThat(await(store.list(ListRequest.all(""))).objects())
        .containsExactly(new ListedObject("dir/0", 3, null), new ListedObject("file", 2, null));
  }

  @Test
  void listsLinkedDirectoriesAsIfTheyWereThere() throws IOException {
    List<String> keys =
        List.of("a/a/x", "a/b.c", "a/b/x", "a/b/y/z", "a/b0", "a0", "b.c", "b/x", "b/y/z", "c/x");
    for (String key : keys) {
      write(directory.resolve("plain").resolve(key), VALUE);
    }
    write(outside.resolve("one/x"), VALUE);
    write(outside.resolve("two/x"), VALUE);
    write(outside.resolve("z"), VALUE);
    link(outside.resolve("two/y/z"), outside.resolve("z"));
    link(outside.resolve("a/a"), outside.resolve("one"));
    link(outside.resolve("a/b"), Path.of("../two"));
    write(outside.resolve("a/b.c"), VALUE);
    write(outside.resolve("a/b0"), VALUE);
    link(root.resolve("a"), outside.resolve("a"));
    write(root.resolve("a0"), VALUE);
    link(root.resolve("b"), outside.resolve("two"));
    write(root.resolve("b.c"), VALUE);
    link(root.resolve("c"), outside.resolve("one"));

    try (FileStore plain = FileStore.at(directory.resolve("plain"))) {
      for (int size : new int[] {1, 2, 3, 1000}) {
        for (String prefix : List.of("", "a", "a/", "a/b", "a/b/", "a/b/y", "a/b/y/", "b", "b/")) {
          ListRequest children = ListRequest.children(prefix).pageSize(size);
          assertThat(pages(store, children)).isEqualTo(pages(plain, children));
          for (String after : List.of("", "a", "a/a/x", "a/b", "a/b/", "a/b/x", "a/b/y/", "b/x")) {
            ListRequest all = ListRequest.all(prefix).startAfter(after).pageSize(size);
            assertThat(pages(store, all)).isEqualTo(pages(plain, all));
          }
        }
      }
      assertThat(keys(plain)).containsExactlyElementsOf(keys);
    }
    keys.forEach(key -> assertFound(store, key, VALUE));
  }

  @Test
  void aLinkThatLeadsNowhereIsNotMissing() throws IOException {
    write(root.resolve("a/0"), VALUE);
    link(root.resolve("a/1"), Path.of(".git/annex/objects/1"));
    link(root.resolve("b"), outside.resolve("gone"));
    link(root.resolve("c/d"), root.resolve("b"));

    for (String key : List.of("a/1", "a/1/0/0", "b", "b/0", "c/d/e")) {
      assertDangling(awaitFailure(store.get(key)), key);
      assertDangling(awaitFailure(confined.get(key)), key);
    }
    for (String prefix : List.of("a/1/", "b/")) {
      assertDangling(awaitFailure(store.list(ListRequest.all(prefix))), prefix);
    }
    assertDangling(awaitFailure(store.list(ListRequest.children("b/0/"))), "b/0/");
    assertDangling(awaitFailure(store.put("b/0", VALUE)), "b/0");
    assertDangling(awaitFailure(store.delete("b/0")), "b/0");
    assertFound(store, "a/0", VALUE);
    assertThat(await(store.get("a/2"))).isEqualTo(Fetched.MISSING);
    assertThat(await(store.list(ListRequest.children("a/"))).objects())
        .containsExactly(new ListedObject("a/0", 3, null), new ListedObject("a/1", 0, null));
    assertThat(pages(store, ListRequest.children(""))).containsExactly("a/", "c/", "b");
    assertThat(keys(store)).containsExactly("a/0", "a/1", "b", "c/d");
  }

  private static void assertDangling(StoreException failure, String key) {
    assertThat(failure.key()).isEqualTo(key);
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure)
        .hasMessageContaining("which is not there: fetch it first (as with 'git annex get')");
  }

  @Test
  void aRootThatLeadsNowhereIsNotEmpty() throws IOException {
    link(directory.resolve("link"), outside.resolve("gone"));

    try (FileStore nowhere = FileStore.at(directory.resolve("link"))) {
      assertDangling(awaitFailure(nowhere.get("a/b")), "a/b");
      assertDangling(awaitFailure(nowhere.list(ListRequest.all(""))), "");
      assertDangling(awaitFailure(nowhere.put("a/b", VALUE)), "a/b");
    }
  }

  // --------------------------------------------------------------------------------------- Loops

  @Test
  void aDirectoryMayBeReachedTwice() throws IOException {
    write(outside.resolve("shared/0"), VALUE);
    link(root.resolve("a/x"), outside.resolve("shared"));
    link(root.resolve("a/y"), root.resolve("a/x"));
    link(root.resolve("b"), root.resolve("a"));

    assertThat(keys(store)).containsExactly("a/x/0", "a/y/0", "b/x/0", "b/y/0");
    keys(store).forEach(key -> assertFound(store, key, VALUE));
  }

  @Test
  void aDirectoryInItselfIsAnError() throws IOException {
    write(root.resolve("a/0"), VALUE);
    write(root.resolve("b/0"), VALUE);
    link(root.resolve("a/self"), Path.of("."));
    link(root.resolve("b/top"), root);

    for (String prefix : List.of("", "a/", "a/self/", "a/self/self/", "b/top/", "b/top/b/")) {
      assertLoop(awaitFailure(store.list(ListRequest.all(prefix))));
      assertLoop(awaitFailure(confined.list(ListRequest.all(prefix))));
    }
    assertLoop(awaitFailure(store.list(ListRequest.children("a/self/"))));
    assertThat(pages(store, ListRequest.children("a/"))).containsExactly("a/self/", "a/0");
    assertThat(pages(store, ListRequest.children(""))).containsExactly("a/", "b/");
  }

  @Test
  void directoriesInEachOtherAreAnError() throws IOException {
    link(outside.resolve("a/b"), Path.of("../b"));
    link(outside.resolve("b/a"), Path.of("../a"));
    link(root.resolve("a"), outside.resolve("a"));
    link(root.resolve("up"), Path.of(".."));

    assertLoop(awaitFailure(store.list(ListRequest.all("a/"))));
    assertLoop(awaitFailure(store.list(ListRequest.all("up/root/"))));
    assertThat(pages(store, ListRequest.children(""))).containsExactly("a/", "up/");
  }

  private static void assertLoop(StoreException failure) {
    assertThat(failure.kind()).isEqualTo(Kind.OTHER);
    assertThat(failure).hasMessageContaining("a loop: a symbolic link makes '");
  }

  @Test
  void aLinkToItselfIsAnError() throws IOException {
    write(root.resolve("a"), VALUE);
    link(root.resolve("loop"), root.resolve("loop"));

    for (StoreException failure :
        List.of(
            awaitFailure(store.get("loop")),
            awaitFailure(store.get("loop/a")),
            awaitFailure(store.list(ListRequest.all("loop/"))))) {
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(failure).hasMessageContaining(root.resolve("loop").toString());
    }
    assertThat(pages(store, ListRequest.children(""))).containsExactly("a", "loop");
    assertThat(keys(store)).containsExactly("a", "loop");
  }

  // -------------------------------------------------------------------------------------- Writes

  @Test
  void aPutReplacesALinkToAFile() throws IOException {
    write(outside.resolve("file"), VALUE);
    link(root.resolve("a/file"), outside.resolve("file"));
    link(root.resolve("a/gone"), outside.resolve("gone"));

    await(store.put("a/file", OTHER));
    await(store.put("a/gone", OTHER));

    assertFound(store, "a/file", OTHER);
    assertFound(store, "a/gone", OTHER);
    assertThat(outside.resolve("file")).hasBinaryContent(VALUE);
    assertThat(outside.resolve("gone")).doesNotExist();
  }

  @Test
  void putsUnderALinkToADirectoryWriteThere() throws IOException {
    link(root.resolve("dir"), outside);

    await(store.put("dir/a/b", VALUE));

    assertThat(outside.resolve("a/b")).hasBinaryContent(VALUE);
    assertThat(awaitFailure(store.put("dir", VALUE)).kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(keys(store)).containsExactly("dir/a/b");
  }

  @Test
  void aDeleteDeletesLinksAndNothingBehindThem() throws IOException {
    write(outside.resolve("a/b"), VALUE);
    write(root.resolve("own/b"), VALUE);
    link(root.resolve("dir"), outside.resolve("a"));
    link(root.resolve("x/inside"), root.resolve("own"));
    link(root.resolve("x/file"), outside.resolve("a/b"));

    for (String key : List.of("dir/b", "x/inside/b")) {
      StoreException failure = awaitFailure(store.delete(key));
      assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(failure).hasMessageContaining("nothing is deleted behind the symbolic link");
    }
    await(store.delete("dir/none"));
    await(store.delete("dir"));
    await(store.delete("x/inside"));
    await(store.delete("x/file"));

    assertThat(keys(store)).containsExactly("own/b");
    assertThat(root.resolve("x")).doesNotExist();
    assertThat(outside.resolve("a/b")).hasBinaryContent(VALUE);
  }

  // ------------------------------------------------------------------------------------ Confined

  @Test
  void noLinkLeadsOutOfARootThatAStoreIsConfinedTo() throws IOException {
    write(outside.resolve("secret"), VALUE);
    write(root.resolve("a"), VALUE);
    link(root.resolve("dir"), outside);
    link(root.resolve("file"), outside.resolve("secret"));
    link(root.resolve("up"), Path.of(".."));

    for (StoreException failure :
        List.of(
            awaitFailure(confined.get("file")),
            awaitFailure(confined.get("dir/none/none")),
            awaitFailure(confined.get("dir/secret")),
            awaitFailure(confined.get("up/outside/secret")),
            awaitFailure(confined.put("dir/new", VALUE)),
            awaitFailure(confined.put("dir/new/deep", VALUE)),
            awaitFailure(confined.delete("dir/secret")),
            awaitFailure(confined.list(ListRequest.all("dir/"))),
            awaitFailure(confined.list(ListRequest.children("dir/"))))) {
      assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(failure)
          .hasMessageContaining("leads out of " + root + ", to which the store is confined");
    }
    assertThat(pages(confined, ListRequest.children(""))).containsExactly("a", "dir", "file", "up");
    assertThat(keys(confined)).containsExactly("a", "dir", "file", "up");

    await(confined.put("file", OTHER));
    await(confined.delete("file"));
    await(confined.delete("dir"));
    await(confined.delete("up"));
    assertThat(keys(confined)).containsExactly("a");
    assertThat(outside.resolve("secret")).hasBinaryContent(VALUE);
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void aConfinedStoreFollowsLinksWithinItsRoot() throws IOException {
    write(root.resolve("a/b"), VALUE);
    link(root.resolve("dir"), Path.of("a"));
    link(root.resolve("file"), Path.of("a/b"));
    link(directory.resolve("link"), root);

    try (FileStore linked = FileStore.confinedTo(directory.resolve("link"))) {
      assertThat(keys(linked)).containsExactly("a/b", "dir/b", "file");
      keys(linked).forEach(key -> assertFound(linked, key, VALUE));
    }
  }

  // ------------------------------------------------------------------------------------- Helpers

  private static void assertFound(AsyncStore store, String key, byte[] value) {
    assertThat(((Found) await(store.get(key))).bytes()).as(key).isEqualTo(value);
  }

  private static List<String> keys(AsyncStore store) {
    return pages(store, ListRequest.all(""));
  }

  /** What each page shows: prefixes first. */
  private static List<String> pages(AsyncStore store, ListRequest first) {
    List<String> shown = new ArrayList<>();
    for (ListRequest request = first; request != null; ) {
      ListPage page = await(store.list(request));
      shown.addAll(page.prefixes());
      page.objects().forEach(object -> shown.add(object.key()));
      request = page.next();
    }
    return shown;
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(RootDirectory.parent(link));
    Files.createSymbolicLink(link, target);
  }

  private static void write(Path file, byte[] value) throws IOException {
    Files.createDirectories(RootDirectory.parent(file));
    Files.write(file, value);
  }
}
