package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A public bucket, read and listed over HTTP without an SDK. */
class HttpOnS3Test {

  private static final int SIDE = 100;

  private EmbeddedS3 s3;
  private String bucket;

  @BeforeEach
  void makeAPublicBucket() throws Exception {
    s3 = EmbeddedS3.start();
    bucket = s3.newBucket();
    s3.makePublic(bucket);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private HttpStoreBuilder http(String path) {
    return HttpStore.builder().base(URI.create(s3.endpoint() + "/" + bucket + path)).cacheBytes(0);
  }

  private URI bucketUrl() {
    return URI.create(s3.endpoint() + "/" + bucket);
  }

  @Test
  void listsAllPages() throws Exception {
    List<String> keys =
        IntStream.range(0, 12).mapToObj(i -> "a b/+%d \u00e9".formatted(i)).sorted().toList();
    try (AsyncStore written = Stores.open(s3.url(bucket + "/x"));
        HttpStore store = http("/x").listing(bucketUrl()).build()) {
      keys.forEach(key -> written.put(key, new byte[key.length()]).join());
      List<ListedObject> listed = new ArrayList<>();

      for (ListRequest next = ListRequest.all("a b/").pageSize(5); next != null; ) {
        ListPage page = store.list(next).join();
        assertThat(page.objects()).hasSizeLessThanOrEqualTo(5);
        listed.addAll(page.objects());
        next = page.next();
      }

      assertThat(listed).extracting(ListedObject::key).containsExactlyElementsOf(keys);
      assertThat(listed).allMatch(o -> o.size() == o.key().length() && o.etag() != null);
      assertThat(store.list(ListRequest.children("")).join().prefixes()).containsExactly("a b/");
      assertThat(store.list(ListRequest.all("").startAfter(keys.get(9))).join().objects())
          .extracting(ListedObject::key)
          .containsExactlyElementsOf(keys.subList(10, 12));
    }
  }

  @Test
  void aSparseArrayTakesFewRequests() throws Exception {
    int[] shape = {SIDE, SIDE};
    ArrayParams params =
        new ArrayParams()
            .shape(shape)
            .chunks(1, 1)
            .dataType(DataType.i2)
            .fillValue(-1)
            .compressor(CompressorFactory.nullCompressor);
    try (AsyncStore written = Stores.open(s3.url(bucket));
        HttpStore store = http("").listing(bucketUrl()).build()) {
      ZarrArray array = JZarrs.createArray(written, "a", params);
      for (int i = 0; i < SIDE; i++) {
        array.write((short) i, new int[] {1, 1}, new int[] {i, i});
      }
      ZarrArray opened =
          JZarrs.openArray(store, "a", ArrayOptions.DEFAULT.listPolicy(ListPolicy.FIRST));
      s3.resetCounts();

      short[] values = (short[]) opened.read();

      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo((short) (i % (SIDE + 1) == 0 ? i / (SIDE + 1) : -1));
      }
      assertThat(s3.requests()).hasSizeLessThanOrEqualTo(110);
    }
  }

  @Test
  void aServerThatHasAnsweredAsS3DoesIsListed() {
    try (AsyncStore written = Stores.open(s3.url(bucket));
        HttpStore store = http("/a").build()) {
      written.put("a/b", new byte[3]).join();
      assertThat(store.get("b").join()).isInstanceOf(Fetched.Found.class);
      assertThat(store.list(ListRequest.all("")).join().objects())
          .extracting(ListedObject::key)
          .containsExactly("b");
    }
  }

  @Test
  void aServerThatHasNotAnsweredYetIsAskedToList() throws Exception {
    try (AsyncStore written = Stores.open(s3.url(bucket));
        HttpStore store = http("").build();
        HttpStore other = http("").build()) {
      JZarrs.createGroup(written, "", null).createSubGroup("g");
      s3.resetCounts();

      assertThat(store.list(ListRequest.children("")).join().prefixes()).containsExactly("g/");
      assertThat(s3.requests()).singleElement().asString().contains("/?", "list-type=2");
      assertThat(JZarrs.openGroup(other, "").getGroupKeys()).containsExactly("g");
    }
  }
}
