package dev.zarrasync.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.AsyncStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends AsyncStoreContract {

  private static final byte[] VALUE = {1, 2, 3};

  private final Path directory;
  private final Path root;
  private final FileStore store;

  FileStoreTest(@TempDir Path directory) {
    this.directory = directory;
    this.root = directory.resolve("own/root");
    this.store = FileStore.at(root);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Set<Capability> capabilities() {
    Set<Capability> all =
        EnumSet.complementOf(EnumSet.of(Capability.NESTED_OBJECTS, Capability.CONDITIONAL_PUT));
    if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      all.remove(Capability.UNICODE_KEYS);
    }
    return all;
  }

  @Override
  protected AsyncStore storeWith(Map<String, byte[]> objects) throws IOException {
    return fill(FileStore.at(Files.createTempDirectory(directory, "root")), objects);
  }

  // ---------------------------------------------------------------------------------------- Root

  @Test
  void theFirstPutMakesTheRoot() {
    assertThat(await(store.get("a"))).isEqualTo(Fetched.MISSING);
    assertThat(keys(ListRequest.all(""))).isEmpty();
    await(store.delete("a"));
    assertThat(root).doesNotExist();

    await(store.put("a", VALUE));

    assertThat(root.resolve("a")).hasBinaryContent(VALUE);
  }

  @Test
  void failsIfTheRootIsAFile() throws IOException {
    write(root, VALUE);

    for (StoreException failure :
        List.of(
            awaitFailure(store.get("a")),
            awaitFailure(store.get("a/b")),
            awaitFailure(store.put("a", VALUE)),
            awaitFailure(store.put("a/b", VALUE)),
            awaitFailure(store.delete("a")),
            awaitFailure(store.list(ListRequest.all(""))),
            awaitFailure(store.list(ListRequest.children("a/"))))) {
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(failure).hasMessageContaining("the store's root " + root + " is not a directory");
    }
    assertThat(root).hasBinaryContent(VALUE);
  }

  @Test
  void failsIfTheRootIsUnderAFile() throws IOException {
    write(RootDirectory.parent(root), VALUE);

    assertThat(awaitFailure(store.get("a/b")).kind()).isEqualTo(Kind.OTHER);
    assertThat(awaitFailure(store.put("a/b", VALUE)).kind()).isEqualTo(Kind.OTHER);
    assertThat(awaitFailure(store.delete("a/b")).kind()).isEqualTo(Kind.OTHER);
    assertThat(awaitFailure(store.list(ListRequest.all(""))).kind()).isEqualTo(Kind.OTHER);
    assertThat(awaitFailure(store.list(ListRequest.all("a/"))).kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void theRootMayBeALink() throws IOException {
    await(store.put("a/b", VALUE));
    Path link = Files.createSymbolicLink(directory.resolve("link"), root);

    try (FileStore linked = FileStore.at(link)) {
      assertThat(((Found) await(linked.get("a/b"))).bytes()).isEqualTo(VALUE);
      await(linked.put("a/c", VALUE));
      await(linked.delete("a/b"));
      await(linked.delete("a/c"));
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void urlsAreThoseOfTheFiles() {
    assertThat(Path.of(URI.create(store.url("a b/%2F?#+.c"))))
        .isEqualTo(root.resolve("a b/%2F?#+.c"));
    assertThat(store.url("a//b")).endsWith("/own/root/a//b");
  }

  // --------------------------------------------------------------------------------------- Reads

  @Test
  void readsAndWritesMoreThanABlock() {
    byte[] large = new byte[(3 << 20) + 5];
    new Random(1).nextBytes(large);

    await(store.put("large", large));

    assertThat(((Found) await(store.get("large"))).bytes()).isEqualTo(large);
    assertThat(((Found) await(store.get("large", ByteRange.from(7)))).bytes())
        .isEqualTo(Arrays.copyOfRange(large, 7, large.length));
  }

  @Test
  void refusesMoreThanFitsInAnArrayAndReadsItInRanges() throws IOException {
    long size = 3L << 30;
    Files.createDirectories(root);
    try (FileChannel sparse =
        FileChannel.open(
            root.resolve("huge"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      sparse.write(ByteBuffer.wrap(VALUE), size - VALUE.length);
    }

    StoreException failure = awaitFailure(store.get("huge"));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(failure).hasMessageContaining("3221225472 bytes");
    Found found = (Found) await(store.get("huge", ByteRange.suffix(3)));
    assertThat(found.bytes()).isEqualTo(VALUE);
    assertThat(found.objectSize()).isEqualTo(size);
    assertThat(await(store.list(ListRequest.all(""))).objects())
        .containsExactly(new ListedObject("huge", size, null));
  }

  @Test
  void anEmptyDirectoryIsNothing() throws IOException {
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createDirectories(root.resolve("d"));

    assertThat(await(store.get("a"))).isEqualTo(Fetched.MISSING);
    assertThat(keys(ListRequest.all(""))).isEmpty();
    assertThat(prefixes(ListRequest.children(""))).isEmpty();

    await(store.put("d", VALUE));
    assertThat(root.resolve("d")).hasBinaryContent(VALUE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNamedPipeIsAnErrorAndIsNotOpened() throws Exception {
    Files.createDirectories(root);
    int exit =
        new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).inheritIO().start().waitFor();
    assertThat(exit).isZero();

    StoreException failure = awaitFailure(store.get("pipe"));
    assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(failure).hasMessageContaining(root.resolve("pipe") + " is no regular file");
    assertThat(await(store.list(ListRequest.all(""))).objects())
        .containsExactly(new ListedObject("pipe", 0, null));
    awaitFailure(store.get("pipe/a"));
  }

  @Test
  void whatCannotBeReadIsNotMissing() throws IOException {
    await(store.put("a/b", VALUE));

    assertThat(awaitFailure(store.get("n".repeat(300))).kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatMayNotBeReadIsNotMissing() throws IOException {
    await(store.put("a/b", VALUE));
    await(store.put("c/d", VALUE));
    Files.setPosixFilePermissions(root.resolve("a/b"), Set.of());
    Files.setPosixFilePermissions(root.resolve("c"), Set.of());
    boolean superuser = Files.isReadable(root.resolve("a/b"));
    try {
      if (superuser) {
        System.err.println("Permissions not tested: run FileStoreTest as another user than root.");
        assertThat(await(store.get("a/b"))).isInstanceOf(Found.class);
        return;
      }

      assertThat(awaitFailure(store.get("a/b")).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(awaitFailure(store.get("c/d")).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(awaitFailure(store.get("c/none")).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(awaitFailure(store.put("c/e", VALUE)).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(awaitFailure(store.delete("c/d")).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(awaitFailure(store.list(ListRequest.all(""))))
          .hasMessageContaining("check the permissions of " + root.resolve("c"))
          .extracting(StoreException::kind)
          .isEqualTo(Kind.ACCESS_DENIED);
      assertThat(prefixes(ListRequest.children(""))).containsExactly("a/", "c/");
    } finally {
      Files.setPosixFilePermissions(
          root.resolve("c"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  // -------------------------------------------------------------------------------------- Writes

  @Test
  void aPutLeavesNoOtherFileBehind() throws IOException {
    await(store.put("a/b", VALUE));
    await(store.put("a/b", VALUE));
    awaitFailure(store.put("a", VALUE));
    awaitFailure(store.put("a/b/c", VALUE));
    awaitFailure(store.put("a/b/c/d", VALUE));

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(root.resolve("a/b"));
    }
  }

  @Test
  void aFileThatIsNotPublishedIsNoObject() throws IOException {
    String name = RootDirectory.UNPUBLISHED + "1";
    write(root.resolve(name), VALUE);
    write(root.resolve("a/" + name), VALUE);

    assertThat(keys(ListRequest.all(""))).isEmpty();
    assertThat(keys(ListRequest.children(""))).isEmpty();
    assertThat(prefixes(ListRequest.children(""))).isEmpty();
    for (String key : List.of(name, "a/" + name, name + "/a")) {
      assertThat(awaitFailure(store.get(key)).kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(awaitFailure(store.put(key, VALUE)).kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(awaitFailure(store.delete(key)).kind()).isEqualTo(Kind.UNSUPPORTED);
    }
  }

  @Test
  void aDeleteRemovesTheDirectoriesThatItEmpties() {
    await(store.put("a/b/c/d", VALUE));
    await(store.put("a/e", VALUE));

    await(store.delete("a/b/c/d"));
    assertThat(root.resolve("a/b")).doesNotExist();

    await(store.delete("a/e"));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void saysWhyAnObjectCannotBeUnderAnother() {
    await(store.put("a", VALUE));

    assertThat(awaitFailure(store.put("a/b", VALUE)))
        .hasMessageContaining("a file system cannot have an object at a key and others under it");
  }

  // ------------------------------------------------------------------------------------ Listings

  @Test
  void aListingGoesNoFurtherThanItsPage() throws IOException {
    for (int i = 0; i < 100; i++) {
      write(root.resolve("d%02d/file".formatted(i)), VALUE);
    }
    AtomicInteger visited = new AtomicInteger();
    ListRequest request = ListRequest.all("").startAfter("d50/").pageSize(2);

    ListPage page =
        new FileListing(
                new RootDirectory(root, false),
                request,
                () -> {
                  visited.incrementAndGet();
                  return false;
                })
            .page();

    assertThat(page.objects())
        .containsExactly(
            new ListedObject("d50/file", 3, null), new ListedObject("d51/file", 3, null));
    assertThat(page.next()).isNotNull();
    assertThat(visited.get()).isLessThan(15);
  }

  @Test
  void anAbandonedListingStops() throws IOException {
    write(root.resolve("a"), VALUE);
    write(root.resolve("b"), VALUE);

    ListPage page =
        new FileListing(new RootDirectory(root, false), ListRequest.all(""), () -> true).page();

    assertThat(page.objects()).hasSizeLessThan(2);
  }

  private List<String> keys(ListRequest request) {
    return await(store.list(request)).objects().stream().map(ListedObject::key).toList();
  }

  private List<String> prefixes(ListRequest request) {
    return await(store.list(request)).prefixes();
  }

  private static void write(Path file, byte[] value) throws IOException {
    Files.createDirectories(RootDirectory.parent(file));
    Files.write(file, value);
  }
}
