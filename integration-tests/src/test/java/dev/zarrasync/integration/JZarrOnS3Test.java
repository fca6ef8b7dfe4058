package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JZarr's own arrays on an S3 server, as the server sees them. */
class JZarrOnS3Test {

  private static final int VALUES = 6_443;
  private static final int CHUNKS = 1_289;
  private static final int LIMIT = 32;

  private static EmbeddedS3 s3;
  private static String bucket;

  @BeforeAll
  static void writeArrays() throws Exception {
    s3 = EmbeddedS3.start();
    bucket = s3.newBucket();
    try (AsyncStore store = Stores.open(s3.url(bucket))) {
      ArrayParams coordinate =
          new ArrayParams()
              .shape(VALUES)
              .chunks(5)
              .dataType(DataType.f8)
              .compressor(CompressorFactory.create("zlib", "level", 1));
      double[] values = IntStream.range(0, VALUES).mapToDouble(i -> i / 2.0).toArray();
      JZarrs.createArray(store, "coordinate", coordinate)
          .write(values, new int[] {VALUES}, new int[1]);

      ArrayParams image = new ArrayParams().shape(512, 512).chunks(128, 128).dataType(DataType.u2);
      short[] pixels = new short[512 * 512];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (i % 1_000);
      }
      JZarrs.createArray(store, "image", image).write(pixels, new int[] {512, 512}, new int[2]);
    }
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void reset() {
    s3.resetCounts();
  }

  private static S3Store store() {
    return EmbeddedServer.store(s3, bucket).maxInFlight(LIMIT).build();
  }

  @Test
  void aReadGetsEachChunkOnceWithTheLimitInFlightAndListsBesideThem() throws Exception {
    try (S3Store store = store()) {
      ZarrArray array = JZarrs.openArray(store, "coordinate");
      s3.holdUntilInFlight(LIMIT);
      double[] values = (double[]) array.read();
      assertThat(values).isEqualTo(IntStream.range(0, VALUES).mapToDouble(i -> i / 2.0).toArray());
    }
    String root = "GET /" + bucket + "/coordinate/";
    List<String> expected = new ArrayList<>(List.of(root + ".zarray", root + "zarr.json"));
    IntStream.range(0, CHUNKS).forEach(i -> expected.add(root + i));
    List<String> requests = s3.requests();
    List<String> lists = requests.stream().filter(r -> r.contains("list-type=2")).toList();
    assertThat(requests.stream().filter(r -> !lists.contains(r)).toList())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(lists).as("pages of keys").hasSizeLessThanOrEqualTo(2);
    assertThat(s3.peakInFlight()).isEqualTo(LIMIT);
  }

  @Test
  void aSparseArrayTakesFarFewerRequestsThanItHasSlots() throws Exception {
    int slots = 10_000;
    try (S3Store store = EmbeddedServer.store(s3, bucket).build()) {
      ArrayParams sparse = new ArrayParams().shape(slots).chunks(1).dataType(DataType.i4);
      ZarrArray array = JZarrs.createArray(store, "sparse", sparse.fillValue(-1));
      int[] values = new int[slots];
      Arrays.fill(values, -1);
      for (int i = 0; i < slots; i += 100) {
        values[i] = i;
        array.write(new int[] {i}, new int[] {1}, new int[] {i});
      }
    }
    try (S3Store store = EmbeddedServer.store(s3, bucket).build()) {
      s3.resetCounts();
      Object read = JZarrs.openArray(store, "sparse").read();
      assertThat(s3.requests()).as("by default").hasSizeLessThanOrEqualTo(400);
      assertThat(((int[]) read)[9_900]).isEqualTo(9_900);
      assertThat(((int[]) read)[9_901]).isEqualTo(-1);
    }
    try (S3Store store = EmbeddedServer.store(s3, bucket).build()) {
      s3.resetCounts();
      ZarrArray array =
          JZarrs.openArray(store, "sparse", ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST));
      assertThat(s3.requests()).as("opening lists nothing, and asks for both versions").hasSize(2);
      assertThat(((int[]) array.read())[100]).isEqualTo(100);
      assertThat(s3.requests()).as("both headers, a page, and each chunk").hasSize(2 + 1 + 100);
    }
  }

  @Test
  void eightReadersTogetherStayWithinTheLimit() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (S3Store store = store()) {
      ZarrArray array = JZarrs.openArray(store, "coordinate");
      s3.holdUntilInFlight(LIMIT);
      List<Future<Object>> reads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int start = i * 800;
        reads.add(threads.submit(() -> array.read(new int[] {800}, new int[] {start})));
      }
      for (int i = 0; i < 8; i++) {
        double[] values = (double[]) reads.get(i).get(60, TimeUnit.SECONDS);
        assertThat(values[799]).isEqualTo((i * 800 + 799) / 2.0);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(s3.peakInFlight()).isEqualTo(LIMIT);
    assertThat(s3.connections()).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void aBloscImageReadsWithoutASystemLibrary() throws Exception {
    try (S3Store store = store()) {
      short[] tile =
          (short[]) JZarrs.openArray(store, "image").read(new int[] {2, 3}, new int[] {127, 127});
      int corner = 127 * 512 + 127;
      for (int i = 0; i < tile.length; i++) {
        assertThat(tile[i]).isEqualTo((short) ((corner + i / 3 * 512 + i % 3) % 1_000));
      }
    }
    assertThat(s3.requests()).as("both headers, and each chunk").hasSize(2 + 4);
  }

  @Test
  void readersOfOneArrayShareRequests() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (AsyncStore store = Stores.open(s3.url(bucket))) {
      ZarrArray array = JZarrs.openArray(store, "image");
      s3.holdUntilInFlight(16);
      List<Future<Object>> reads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        reads.add(threads.submit(() -> array.read()));
      }
      for (Future<Object> read : reads) {
        assertThat((short[]) read.get(60, TimeUnit.SECONDS)).hasSize(512 * 512);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(s3.requests()).as("from requests under way and from the cache").hasSize(2 + 16);
  }

  @Test
  void anErrorNamesTheKeyAndTheUrl() throws Exception {
    try (S3Store store = store()) {
      JZarrs.createArray(
          store, "damaged", new ArrayParams().shape(4).chunks(2).dataType(DataType.i4));
      store.put("damaged/1", new byte[] {2, 1, 33, 4}).join();
      ZarrArray array = JZarrs.openArray(store, "damaged");

      assertThatThrownBy(array::read)
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(
              "'damaged/1'", s3.endpoint() + "/" + bucket + "/damaged/1", "s3://" + bucket);
      assertThatThrownBy(() -> JZarrs.openArray(store, "none"))
          .hasMessageContainingAll("'none/.zarray'", s3.endpoint().toString());
    }
  }

  @Test
  void creatingAnArrayDeletesNamesThatAreNoKeys() throws Exception {
    String other = s3.newBucket();
    s3.put(other, "image//0.0", "an old chunk");
    s3.put(other, "image/", "");
    s3.put(other, "images//0", "another array's");
    try (S3Store store = EmbeddedServer.store(s3, other).build()) {
      JZarrs.createArray(store, "image", new ArrayParams().shape(2, 2).chunks(1, 1));

      assertThat(store.anyNames().list(ListRequest.all("")).join().objects())
          .extracting(ListedObject::key)
          .containsExactly("image/.zarray", "images//0");
    }
  }

  @Test
  void deniedAccessIsAnErrorNotAFillValue() throws Exception {
    try (S3Store store = EmbeddedServer.store(s3, bucket).credentials("nobody", "secret").build()) {
      assertThatThrownBy(() -> JZarrs.openArray(store, "coordinate"))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.ACCESS_DENIED));
    }
  }
}
