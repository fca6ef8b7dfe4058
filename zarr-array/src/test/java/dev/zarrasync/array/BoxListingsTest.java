package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.plan.internal.KeyRange;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BoxListingsTest {

  private static final int[] LONGEST = {1_200, 40, 12};

  /** A box of a grid with a chunk for each element. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Box(ChunkGrid grid, int[] shape, long[] offset) {

    static Box random(Random random) {
      int rank = 1 + random.nextInt(3);
      int[] extent = random.ints(rank, 1, LONGEST[rank - 1] + 1).toArray();
      long[] offset = Arrays.stream(extent).mapToLong(random::nextInt).toArray();
      int[] shape = new int[rank];
      Arrays.setAll(shape, i -> 1 + random.nextInt(extent[i] - (int) offset[i]));
      int[] chunks = new int[rank];
      Arrays.fill(chunks, 1);
      ChunkKeys keys =
          new ChunkKeys(random.nextBoolean() ? "c" : "", random.nextBoolean() ? "." : "/");
      long[] counts = Arrays.stream(extent).asLongStream().toArray();
      return new Box(new ChunkGrid("a/b", chunks, keys, counts), shape, offset);
    }

    Selection selection() {
      return new Selection(grid, shape, offset);
    }

    Selection wholeArray() {
      int[] all = Arrays.stream(grid.extent()).mapToInt(Math::toIntExact).toArray();
      return new Selection(grid, all, new long[all.length]);
    }
  }

  private static MemoryStore full(Box box) {
    MemoryStore store = new MemoryStore();
    box.wholeArray().forEach(part -> store.put(part.key(), new byte[0]).join());
    for (String other : List.of("a/b/.zarray", "a/b/.zattrs", "a/b/c", "a/b-", "a/c", "a/b.0")) {
      store.put(other, new byte[0]).join();
    }
    return store;
  }

  /** Lists as far as the range goes, which may be a page past it. */
  private static List<String> listed(MemoryStore store, KeyRange range) {
    List<String> keys = new ArrayList<>();
    ListRequest request = ListRequest.all(range.prefix()).startAfter(range.after());
    while (request != null) {
      ListPage page = store.list(request).join();
      page.objects().stream().map(ListedObject::key).forEach(keys::add);
      request = page.next();
    }
    return keys;
  }

  private static boolean contains(KeyRange range, String key) {
    return key.startsWith(range.prefix())
        && key.compareTo(range.after()) > 0
        && key.compareTo(range.until()) < 0;
  }

  @Property(tries = 200)
  void eachWayShowsEveryChunkOfTheBoxOnceAndCountsItsSlots(@ForAll long seed) {
    Box box = Box.random(new Random(seed));
    MemoryStore store = full(box);
    Set<String> wanted = new HashSet<>();
    box.selection().forEach(part -> wanted.add(part.key()));

    List<List<KeyRange>> ways = box.selection().listings();

    assertThat(ways).isNotEmpty();
    for (List<KeyRange> way : ways) {
      List<String> found = new ArrayList<>();
      for (KeyRange range : way) {
        List<String> shown =
            listed(store, range).stream().filter(key -> contains(range, key)).toList();
        assertThat(shown)
            .as("nothing but chunks of the array")
            .allMatch(key -> box.grid().index(key) != null)
            .hasSize((int) range.slots());
        found.addAll(shown);
      }
      assertThat(found).doesNotHaveDuplicates().containsAll(wanted);
    }
  }

  @Test
  void aRowIsListedByItsPrefix() {
    ChunkGrid grid = new ChunkGrid("a", new int[] {1, 1}, ChunkKeys.v2("."), new long[] {100, 100});
    List<List<KeyRange>> ways =
        new Selection(grid, new int[] {1, 100}, new long[] {42, 0}).listings();

    assertThat(ways).hasSize(2);
    assertThat(ways.get(0)).hasSize(1).allMatch(range -> range.prefix().equals("a/"));
    assertThat(ways.get(0).get(0).slots()).as("only those of row 42").isEqualTo(100);
    assertThat(ways.get(1)).hasSize(1).allMatch(range -> range.prefix().equals("a/42."));
  }

  @Test
  void whatIsOutsideOfTheArrayIsNotListed() {
    ChunkGrid grid = new ChunkGrid("a", new int[] {10}, ChunkKeys.v2("."), new long[] {3});
    assertThat(new Selection(grid, new int[] {20}, new long[] {-5}).listings()).isNotEmpty();
    assertThat(new Selection(grid, new int[] {20}, new long[] {-15}).listings()).isEmpty();
    assertThat(new Selection(grid, new int[] {20}, new long[] {15}).listings()).isEmpty();
  }

  @Property(tries = 200)
  void eachChunkHasItsPosition(@ForAll long seed) {
    Box box = Box.random(new Random(seed));
    Selection selection = box.selection();
    int position = 0;
    for (ChunkPart part : selection) {
      assertThat(selection.position(part.key())).isEqualTo(position);
      assertThat(selection.item(position).key()).isEqualTo(part.key());
      position++;
    }
    assertThat(selection.count()).isEqualTo(position);
    Set<String> wanted = new HashSet<>();
    selection.forEach(part -> wanted.add(part.key()));
    box.wholeArray()
        .forEach(
            part ->
                assertThat(selection.position(part.key()) >= 0)
                    .isEqualTo(wanted.contains(part.key())));
    assertThat(selection.position("a/b/.zarray")).isEqualTo(-1);
  }
}
