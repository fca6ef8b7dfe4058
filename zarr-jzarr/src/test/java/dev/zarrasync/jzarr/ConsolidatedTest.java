package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A group whose metadata is consolidated, and out of date. */
class ConsolidatedTest {

  /** The ways to open the group. */
  private enum Way {
    OURS {
      @Override
      ZarrGroup open(AsyncStore store) throws IOException {
        return JZarrs.openGroup(store, "");
      }
    },
    DROP_IN {
      @Override
      ZarrGroup open(AsyncStore store) throws IOException {
        return ZarrGroup.open(JZarrs.asJZarrStore(store));
      }
    };

    abstract ZarrGroup open(AsyncStore store) throws IOException;
  }

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);

  @BeforeEach
  void makeAGroupOfArrays() throws Exception {
    ZarrGroup group = JZarrs.createGroup(memory, "", Map.of("of", "all"));
    ZarrGroup child = group.createSubGroup("g", Map.of("of", "g"));
    child.createArray("a", params(4), Map.of("of", "a")).write(7, new int[] {4}, new int[1]);
    child.createArray("b", params(4), Map.of("of", "b"));
    ZarrUtils.consolidateMetadata(JZarrs.asJZarrStore(memory));
  }

  private static ArrayParams params(int size) {
    return new ArrayParams().shape(size).chunks(2).dataType(DataType.i4);
  }

  private void put(String key, String json) {
    memory.put(key, json.getBytes(UTF_8)).join();
  }

  // By default, each array's own metadata decides

  @ParameterizedTest
  @EnumSource
  void anArrayThatWasRewrittenIsWhatItIsNow(Way way) throws Exception {
    ArrayParams floats = new ArrayParams().shape(2).chunks(2).dataType(DataType.f4);
    JZarrs.createArray(memory, "g/a", floats).write(1.5);

    assertThat(way.open(store).openArray("g/a").read()).isEqualTo(new float[] {1.5f, 1.5f});
  }

  @ParameterizedTest
  @EnumSource
  void anArrayThatHasGrownHasItsNewShape(Way way) throws Exception {
    JZarrs.createArray(memory, "g/a", params(6)).write(9);

    ZarrArray array = way.open(store).openArray("g/a");
    assertThat(array.getShape()).containsExactly(6);
    assertThat(array.read()).isEqualTo(new int[] {9, 9, 9, 9, 9, 9});
  }

  @ParameterizedTest
  @EnumSource
  void anArrayThatWasDeletedIsMissing(Way way) throws Exception {
    JZarrs.asJZarrStore(memory).delete("g/a");

    ZarrGroup group = way.open(store);
    assertThat(group.getArrayKeys()).containsExactly("g/b");
    assertThatThrownBy(() -> group.openArray("g/a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'.zarray' expected but is not readable or missing in store");
    assertThat(group.openArray("g/b").read()).isEqualTo(new int[4]);
  }

  @ParameterizedTest
  @EnumSource
  void eachOpenedNodeIsOneGetForEachVersion(Way way) throws Exception {
    ZarrGroup group = way.open(store);
    assertThat(store.gets).containsExactly(".zgroup", "zarr.json");
    store.gets.clear();

    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");
    assertThat(group.openSubGroup("g").openArray("b").getAttributes()).containsEntry("of", "b");
    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");
    assertThat(store.gets)
        .containsExactly(
            "g/a/.zarray",
            "g/a/zarr.json",
            "g/a/.zattrs",
            "g/.zgroup",
            "g/zarr.json",
            "g/b/.zarray",
            "g/b/zarr.json",
            "g/b/.zattrs");
  }

  @ParameterizedTest
  @EnumSource
  void namesAreConsolidatedOnlyWhereTheStoreCannotList(Way way) throws Exception {
    assertThat(way.open(store).getArrayKeys()).containsExactly("g/a", "g/b");
    assertThat(store.gets).doesNotContain(".zmetadata");

    ZarrGroup group = way.open(new UnlistedStore(store));
    assertThat(group.getArrayKeys()).containsExactly("g/a", "g/b");
    assertThat(store.gets).contains(".zmetadata");
    JZarrs.createArray(memory, "g/a", params(6));
    assertThat(group.openArray("g/a").getShape()).containsExactly(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"metadata\": {}}", "{\"metadata\": []}", "<html>", ""})
  void whatTellsOfNoNodeIsAsIfItWasNotThere(String json) throws Exception {
    put(".zmetadata", json);
    ZarrGroup group = JZarrs.openGroup(new UnlistedStore(store), "");

    assertThat(group.getArrayKeys()).isEmpty();
    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");

    ZarrGroup believing = JZarrs.openGroup(JZarrs.consolidated(store), "");
    assertThat(believing.openArray("g/a").getAttributes()).containsEntry("of", "a");
  }

  @Test
  void oneBadEntryHidesNoOther() throws Exception {
    put(
        ".zmetadata",
        "{\"metadata\": {\".zgroup\": {\"zarr_format\": 2}, \"bad/.zarray\": 5, \"../c/.zarray\":"
            + " {}, \"gone/.zarray\": {\"zarr_format\": 2}, \"g/a/.zarray\": {\"x\": NaN}}}");
    ZarrGroup group = JZarrs.openGroup(new UnlistedStore(store), "");

    assertThat(group.getArrayKeys()).containsExactly("bad", "g/a", "gone");
    assertThatThrownBy(() -> group.openArray("gone"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    assertThat((int[]) group.openArray("g/a").read()).containsOnly(7);
  }

  @Test
  void namesThatAnIncompleteListingLeavesOutAreConsolidated() throws Exception {
    JZarrs.asJZarrStore(memory).delete("g/a");
    put("later/.zarray", "{}");
    ForwardingStore incomplete =
        new ForwardingStore(memory) {
          @Override
          public boolean listsCompletely() {
            return false;
          }
        };
    assertThat(JZarrs.openGroup(incomplete, "").getArrayKeys())
        .containsExactly("g/a", "g/b", "later");
  }

  @Test
  void aDirectoryThatMayNotBeListedIsAnErrorAndNotLeftOut() throws Exception {
    ForwardingStore denying =
        new ForwardingStore(memory) {
          @Override
          public CompletableFuture<ListPage> list(ListRequest request) {
            return request.prefix().equals("g/")
                ? CompletableFuture.failedFuture(
                    new StoreException(Kind.ACCESS_DENIED, this, "g/", "by hand", null))
                : super.list(request);
          }
        };
    ZarrGroup group = JZarrs.openGroup(denying, "");
    assertThatThrownBy(group::getArrayKeys)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("ACCESS_DENIED", "'g/'");
  }

  // Who asks for it has it believed

  @ParameterizedTest
  @EnumSource
  void aViewAnswersForAllThatIsUnderTheGroup(Way way) throws Exception {
    ZarrGroup group = way.open(JZarrs.consolidated(store));

    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");
    assertThat(group.openSubGroup("g").openArray("b").getAttributes()).containsEntry("of", "b");
    assertThat(group.openSubGroup("g").getAttributes()).containsEntry("of", "g");
    assertThat(group.getAttributes()).containsEntry("of", "all");
    assertThat(store.gets).containsExactly(".zmetadata", "zarr.json");
    assertThat((int[]) group.openArray("g/a").read()).containsOnly(7);
  }

  @Test
  void whatGroupsOfV3RepeatIsBelievedInTheSameWay() throws Exception {
    String array =
        """
        {"zarr_format": 3, "node_type": "array", "shape": [%d], "data_type": "uint8",
         "fill_value": 7, "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
         "chunk_key_encoding": "default", "codecs": ["bytes"], "attributes": {"of": "%s"}}
        """;
    String group =
        "{\"zarr_format\": 3, \"node_type\": \"group\", \"attributes\": {\"of\": \"%s\"}%s}";
    String repeated =
        """
        , "consolidated_metadata": {"kind": "inline", "must_understand": false, "metadata": {
          "h": %s, "h/a": %s}}
        """
            .formatted(group.formatted("h", ""), array.formatted(4, "then"));
    put("v3/zarr.json", group.formatted("v3", repeated));
    put("v3/h/a/zarr.json", array.formatted(5, "now"));
    AsyncStore v3 = new PrefixStore(store, "v3");

    ZarrGroup now = JZarrs.openGroup(v3, "");
    assertThat(now.openArray("h/a").getShape()).containsExactly(5);
    assertThat(JZarrs.openGroup(new UnlistedStore(v3), "").getArrayKeys()).containsExactly("h/a");

    store.gets.clear();
    ZarrGroup then = JZarrs.openGroup(JZarrs.consolidated(v3), "");
    assertThat(then.getAttributes()).containsEntry("of", "v3");
    assertThat(then.openSubGroup("h").getAttributes()).containsEntry("of", "h");
    assertThat(then.openArray("h/a").getAttributes()).containsEntry("of", "then");
    assertThat(then.openArray("h/a").getShape()).containsExactly(4);
    assertThat(store.gets).containsExactly("v3/.zmetadata", "v3/zarr.json");
  }

  @Test
  void whatIsNotInThereIsAskedFor() throws Exception {
    JZarrs.createArray(memory, "g/later", params(4));
    JZarrs.openGroup(JZarrs.consolidated(store), "").openArray("g/later");
    assertThat(store.gets)
        .containsExactly(".zmetadata", "zarr.json", "g/later/.zarray", "g/later/zarr.json");
  }

  @Test
  void aViewThatMetadataIsWrittenThroughAsksForEverything() throws Exception {
    AsyncStore view = JZarrs.consolidated(store);
    JZarrs.openArray(view, "g/a").writeAttributes(Map.of("of", "late"));
    put("g/b/.zattrs", "{\"of\": \"later\"}");

    ZarrGroup group = JZarrs.openGroup(view, "");
    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "late");
    assertThat(group.openArray("g/b").getAttributes()).containsEntry("of", "later");
  }
}
