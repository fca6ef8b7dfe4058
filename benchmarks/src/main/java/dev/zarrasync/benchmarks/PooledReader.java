package dev.zarrasync.benchmarks;

import com.bc.zarr.ZarrArray;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;

/** JZarr over a GET for each key, with a pool of threads that read a whole chunk each. */
final class PooledReader implements Reader {

  private final ReadJob job;
  private final S3Client client;
  private final ZarrArray array;
  private final ExecutorService pool;

  PooledReader(ReadJob job) throws IOException {
    this.job = job;
    this.client = Clients.blocking(job);
    this.array = JZarrReader.openLoop(job, client);
    this.pool = Executors.newFixedThreadPool(job.atOnce());
  }

  @Override
  public short[] read() throws Exception {
    short[] values = new short[job.region().size()];
    ChunkGrid grid = job.grid();
    List<Callable<Void>> tasks = new ArrayList<>();
    grid.chunks().values().forEach(index -> tasks.add(() -> read(grid, index, values)));
    for (Future<Void> done : pool.invokeAll(tasks)) {
      var unused = done.get();
    }
    return values;
  }

  private Void read(ChunkGrid grid, int[] index, short[] values) throws Exception {
    Region part = grid.part(index);
    short[] read = (short[]) array.read(part.shape(), part.offset());
    grid.copy(index, ShortBuffer.wrap(read), values);
    return null;
  }

  @Override
  public void close() {
    pool.shutdownNow();
    client.close();
  }
}
