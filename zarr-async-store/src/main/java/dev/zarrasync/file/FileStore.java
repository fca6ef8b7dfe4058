package dev.zarrasync.file;

import dev.zarrasync.file.BlockingPool.Operation;
import dev.zarrasync.jfr.internal.Recordings;
import dev.zarrasync.jfr.internal.RequestEvent;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A store in a directory: the object {@code "a/b"} is the regular file {@code b} in the directory
 * {@code a}. Works on any file system that can rename a file atomically.
 *
 * <p>A put writes a file named {@code .zarrasync-put-} and a random number beside its target, and
 * renames it. Such names are no keys here and are never listed; only a crash leaves such a file
 * behind, which may then be deleted. The bytes are not forced to the disk. A delete also deletes
 * the directories that it leaves empty, up to the root; a directory without files is nothing to the
 * store.
 *
 * <p>Unlike other stores, a file system cannot have both {@code "a"} and {@code "a/b"}: the second
 * put fails with {@link Kind#UNSUPPORTED}, as does every operation on a key that cannot be the path
 * of a file.
 *
 * <p>Symbolic links are followed, wherever they lead: one to a file is an object, one to a
 * directory is a directory, in gets and listings alike. In a store that is {@linkplain #confinedTo
 * confined}, one that leads out of the root is an error ({@link Kind#ACCESS_DENIED}). One that
 * leads nowhere is an error too ({@link Kind#NOT_FOUND}): its content was not fetched. Listings
 * show it as an object of 0 bytes, as they do with pipes and devices. A listing of all keys fails
 * where it cannot look: at a directory within itself, or one that may not be read. That of one
 * directory shows these, too.
 *
 * <p>A put replaces a link to a file and a delete deletes a link: what it leads to stays as it is.
 * Under a link to a directory, puts write to that directory, and deletes fail with {@link
 * Kind#UNSUPPORTED}.
 *
 * <p>A put on a condition is not supported: files have no entity tags.
 *
 * <p>Files are read and written by at most 8 threads of the store; other operations wait for them.
 */
public final class FileStore implements AsyncStore {

  private static final int MAX_THREADS = 8;

  private static final boolean FOLDS_NAMES =
      System.getProperty("os.name", "").matches("(Mac|Windows).*");

  private final RootDirectory root;
  private final String rootUrl;
  private final BlockingPool pool =
      new BlockingPool(Math.min(MAX_THREADS, 2 * Runtime.getRuntime().availableProcessors()));

  private FileStore(RootDirectory root) {
    this.root = root;
    String url = root.path().toUri().toString();
    this.rootUrl = url.endsWith("/") ? url : url + "/";
  }

  /**
   * Opens a store in a directory.
   *
   * @param root the directory; the first put makes it if it does not exist
   * @return the store, which follows symbolic links wherever they lead
   */
  public static FileStore at(Path root) {
    return new FileStore(new RootDirectory(root.toAbsolutePath(), false));
  }

  /**
   * Opens a store in a directory that nothing is read or written out of, for those who serve files
   * of others. Keeps keys from leaving it, not programs that exchange directories for links at the
   * same time.
   *
   * @param root the directory, which may itself be a symbolic link; the first put makes it if it
   *     does not exist
   * @return the store, in which a symbolic link that leads out of the root is an error
   */
  public static FileStore confinedTo(Path root) {
    return new FileStore(new RootDirectory(root.toAbsolutePath(), true));
  }

  /** Reads only the bytes in the range. The entity tag is always null: files have none. */
  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    StoreException problem = StoreException.ifInvalid(this, key);
    if (problem != null) {
      return CompletableFuture.failedFuture(problem);
    }
    ByteRange range = options.range();
    CompletableFuture<Fetched> get =
        read("GET", key, range, abandoned -> file(key).read(range, abandoned));
    return options.condition() instanceof Condition.None
        ? get
        : get.thenCompose(fetched -> options.checked(this, key, fetched));
  }

  /**
   * Lists one page. Takes as long as it takes to list each directory in which the page has keys,
   * and to look at each file on the page.
   */
  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return read(
        "LIST",
        request.prefix(),
        ByteRange.ALL,
        abandoned -> new FileListing(root, request, abandoned).page());
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return condition instanceof Condition.None
        ? write(key, file -> file.write(value))
        : CompletableFuture.failedFuture(
            new StoreException(
                Kind.UNSUPPORTED, this, key, "the store cannot put on a condition", null));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return CompletableFuture.allOf(
        keys.stream()
            .map(key -> write(key, ObjectFile::delete))
            .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Says whether a listing shows all that a get finds. Not on macOS and Windows, whose file systems
   * find a file by other spellings of its name, too.
   */
  @Override
  public boolean listsCompletely() {
    return !FOLDS_NAMES;
  }

  @Override
  public String url(String key) {
    return rootUrl + Keys.toUrlPath(key);
  }

  /**
   * Fails what waits and interrupts what runs, without waiting for its end: a put under way may
   * still succeed.
   */
  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String toString() {
    return "FileStore " + root.path();
  }

  private interface Write {
    void run(ObjectFile file) throws IOException;
  }

  private CompletableFuture<Void> write(String key, Write write) {
    StoreException problem = StoreException.ifInvalid(this, key);
    return problem == null
        ? pool.run(
            abandoned -> {
              try {
                write.run(file(key));
              } finally {
                Writes.ended(this, key);
              }
              return null;
            },
            e -> failure(key, e))
        : CompletableFuture.failedFuture(problem);
  }

  private <T> CompletableFuture<T> read(
      String method, String key, ByteRange range, Operation<T> operation) {
    Function<Throwable, StoreException> toFailure = problem -> failure(key, problem);
    if (!Recordings.wantRequests()) {
      return pool.run(operation, toFailure);
    }
    RequestEvent event = RequestEvent.queued(this, method, key, range, 1, false);
    return pool.run(new RecordedOperation<>(operation, event, toFailure), toFailure);
  }

  private ObjectFile file(String key) throws Refusal {
    return new ObjectFile(root, root.resolve(key));
  }

  private StoreException failure(String key, Throwable e) {
    if (pool.isClosed()) {
      return new StoreException(Kind.CLOSED, this, key, "the store is closed", e);
    }
    if (e instanceof Refusal refusal) {
      return new StoreException(refusal.kind(), this, key, refusal.problem(), null);
    }
    if (e instanceof AccessDeniedException denied) {
      String problem = "check the permissions of " + denied.getFile() + " and above it";
      return new StoreException(Kind.ACCESS_DENIED, this, key, problem, e);
    }
    if (Files.isRegularFile(root.path())) {
      return new StoreException(
          Kind.OTHER, this, key, "the store's root " + root.path() + " is not a directory", e);
    }
    return new StoreException(Kind.OTHER, this, key, "the file system failed: " + e, e);
  }
}
