package dev.zarrasync.benchmarks;

import dev.zarr.zarrjava.store.S3Store;
import dev.zarr.zarrjava.v2.Array;
import dev.zarrasync.benchmarks.server.ServerProcess;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;

/** zarr-java, which reads chunks on the threads of the common pool. */
final class ZarrJavaReader implements Reader {

  private final S3Client client;
  private final Array array;
  private final Region region;

  ZarrJavaReader(ReadJob job) throws Exception {
    this.client = Clients.blocking(job);
    this.array =
        Array.open(new S3Store(client, ServerProcess.BUCKET, null).resolve(job.data().path()));
    this.region = job.region();
  }

  @Override
  public short[] read() throws Exception {
    long[] offset = IntStream.of(region.offset()).asLongStream().toArray();
    return (short[]) array.read(offset, region.shape(), true).getStorage();
  }

  @Override
  public void close() {
    client.close();
  }
}
