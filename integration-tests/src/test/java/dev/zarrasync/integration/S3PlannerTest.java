package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads that list their chunks, on the listings of a server. */
@OnS3Server
class S3PlannerTest {

  private static final int[] SHAPE = {30, 40};

  private final S3Server s3;

  S3PlannerTest(S3Server s3) {
    this.s3 = s3;
  }

  private static ArrayParams params(DimensionSeparator separator) {
    return new ArrayParams()
        .shape(SHAPE)
        .chunks(1, 1)
        .dataType(DataType.i2)
        .fillValue(-1)
        .dimensionSeparator(separator)
        .compressor(CompressorFactory.nullCompressor);
  }

  /** Writes some elements, each a chunk, and returns all. */
  private static short[] writeSome(ZarrArray array, double share) throws Exception {
    Random random = new Random(1);
    short[] values = new short[SHAPE[0] * SHAPE[1]];
    for (int i = 0; i < SHAPE[0]; i++) {
      int[] row = {1, SHAPE[1]};
      short[] written = new short[SHAPE[1]];
      for (int j = 0; j < SHAPE[1]; j++) {
        boolean there = random.nextDouble() < share;
        written[j] = there ? (short) (i * SHAPE[1] + j) : -1;
        values[i * SHAPE[1] + j] = written[j];
        if (there && share < 1) {
          array.write(new short[] {written[j]}, new int[] {1, 1}, new int[] {i, j});
        }
      }
      if (share == 1) {
        array.write(written, row, new int[] {i, 0});
      }
    }
    return values;
  }

  private static ZarrArray open(AsyncStore store, ListPolicy policy) throws Exception {
    return JZarrs.openArray(store, "a/b", ArrayOptions.DEFAULT.listPolicy(policy));
  }

  @ParameterizedTest
  @EnumSource(DimensionSeparator.class)
  void everyPolicyReadsASparseArray(DimensionSeparator separator) throws Exception {
    try (S3Store store = s3.newStore().maxInFlight(64).build()) {
      short[] values = writeSome(JZarrs.createArray(store, "a/b", params(separator)), 0.05);
      for (ListPolicy policy : ListPolicy.values()) {
        assertThat(open(store, policy).read()).as(policy.name()).isEqualTo(values);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DimensionSeparator.class)
  void everyPolicyReadsADenseArrayOfManyPages(DimensionSeparator separator) throws Exception {
    try (S3Store store = s3.newStore().maxInFlight(64).build()) {
      short[] values = writeSome(JZarrs.createArray(store, "a/b", params(separator)), 1);
      for (ListPolicy policy : ListPolicy.values()) {
        assertThat(open(store, policy).read()).as(policy.name()).isEqualTo(values);
      }
      int[] shape = {3, 30};
      int[] offset = {9, 8};
      assertThat(open(store, ListPolicy.FIRST).read(shape, offset))
          .isEqualTo(open(store, ListPolicy.NEVER).read(shape, offset));
    }
  }

  @Test
  void aLargeChunkThatWasListedIsReadInRanges() throws Exception {
    try (S3Store store = s3.newStore().build()) {
      int size = 20 << 20;
      ArrayParams params =
          new ArrayParams()
              .shape(size)
              .chunks(size)
              .dataType(DataType.u1)
              .compressor(CompressorFactory.nullCompressor);
      byte[] values = new byte[size];
      new Random(1).nextBytes(values);
      JZarrs.createArray(store, "a/b", params).write(values, new int[] {size}, new int[1]);

      assertThat(
              JZarrs.plan(store, "a/b", new int[] {size}, new int[1], ArrayOptions.DEFAULT)
                  .explain())
          .contains("Read of 1 objects of " + store);
      assertThat((byte[]) open(store, ListPolicy.FIRST).read()).isEqualTo(values);
    }
  }

  @Test
  void aChunkThatIsGoneSinceTheListingIsAnError() throws Exception {
    try (S3Store store = s3.newStore().build()) {
      ZarrArray array = JZarrs.createArray(store, "a/b", params(DimensionSeparator.DOT));
      array.write(new short[] {1}, new int[] {1, 1}, new int[2]);
      AsyncStore deleting =
          new ForwardingStore(store) {
            @Override
            public CompletableFuture<ListPage> list(ListRequest request) {
              return super.list(request)
                  .thenCompose(page -> delegate().delete("a/b/0.0").thenApply(done -> page));
            }
          };
      ZarrArray listed = open(deleting, ListPolicy.FIRST);

      assertThatThrownBy(() -> listed.read(new int[] {2, 2}))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
          .hasMessageContaining("a/b/0.0");
    }
  }
}
