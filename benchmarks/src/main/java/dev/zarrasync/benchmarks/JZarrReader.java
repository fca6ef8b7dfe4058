package dev.zarrasync.benchmarks;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.storage.FileSystemStore;
import com.bc.zarr.storage.Store;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.benchmarks.server.ServerProcess;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.PrefixStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

/** One call of {@code ZarrArray.read}, whatever is below. */
final class JZarrReader implements Reader {

  /** For stores that are not closed; not a lambda, the first of which costs as much as a read. */
  private static final AutoCloseable NOTHING = InputStream.nullInputStream();

  private final ZarrArray array;
  private final Region region;
  private final AutoCloseable store;

  private JZarrReader(ZarrArray array, ReadJob job, AutoCloseable store) {
    this.array = array;
    this.region = job.region();
    this.store = store;
  }

  /** JZarr's loop over a GET for each key. */
  static Reader loop(ReadJob job) throws IOException {
    S3Client client = Clients.blocking(job);
    return new JZarrReader(openLoop(job, client), job, client);
  }

  static ZarrArray openLoop(ReadJob job, S3Client client) throws IOException {
    return openStock(job, new OneGetStore(client, ServerProcess.BUCKET, job.data().path()));
  }

  /** JZarr's loop over a file system on S3. */
  static Reader fileSystem(ReadJob job) throws IOException {
    System.setProperty("s3.spi.endpoint-protocol", "http");
    System.setProperty("s3.spi.force-path-style", "true");
    System.setProperty("aws.region", Clients.REGION.id());
    Path root =
        Path.of(
            URI.create(
                "s3x://%s:%s@%s/%s/%s"
                    .formatted(
                        Clients.KEY,
                        Clients.SECRET,
                        job.endpoint().getAuthority(),
                        ServerProcess.BUCKET,
                        job.data().path())));
    return new JZarrReader(openStock(job, new FileSystemStore(root)), job, NOTHING);
  }

  /** JZarr as it comes. */
  static Reader stock(ReadJob job) throws IOException {
    Path directory = Path.of(job.endpoint()).resolve(job.data().path());
    return new JZarrReader(openStock(job, new FileSystemStore(directory)), job, NOTHING);
  }

  private static ZarrArray openStock(ReadJob job, Store store) throws IOException {
    int chunkBytes = Short.BYTES * Region.whole(job.data().chunk()).size();
    return ZarrArray.open(
        job.data().encoding() == Dataset.Encoding.BLOSC
            ? new DecodingStore(store, chunkBytes)
            : store);
  }

  /** Our store for code that opens arrays itself. */
  static Reader dropIn(ReadJob job) throws Exception {
    AsyncStore store = Ours.open(job);
    Store dropIn = JZarrs.asJZarrStore(new PrefixStore(store, job.data().path()));
    return new JZarrReader(ZarrArray.open(dropIn), job, store);
  }

  /** Our array, which plans its reads. */
  static Reader exact(ReadJob job) throws Exception {
    AsyncStore store =
        job.protocol() == Protocol.FILE ? FileStore.at(Path.of(job.endpoint())) : Ours.open(job);
    return new JZarrReader(JZarrs.openArray(store, job.data().path()), job, store);
  }

  @Override
  public short[] read() throws Exception {
    return (short[]) array.read(region.shape(), region.offset());
  }

  @Override
  public void close() {
    try {
      store.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
