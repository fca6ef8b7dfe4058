package dev.zarrasync.examples.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.zarrasync.examples.sky.HandStore.Get;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TileReaderTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final SmallSurvey small = new SmallSurvey(32);
  private final SortedSet<Cell> cells = small.image.tiles();
  private final HandStore store = new HandStore(small.store);
  private final ConcurrentLinkedQueue<Tile> tiles = new ConcurrentLinkedQueue<>();
  private final AtomicLong done = new AtomicLong();
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void eachTileIsOneGet() throws Exception {
    CompletableFuture<SortedSet<Cell>> read = read(3, NEVER);
    answerAll(cells.size());

    assertThat(read.get()).hasSize(cells.size() - small.present.size()).isNotEmpty();
    assertThat(store.requests).hasValue(cells.size());
    assertThat(done).hasValue(cells.size());
  }

  @Test
  void asManyAreInFlightAsAllowed() throws Exception {
    CompletableFuture<SortedSet<Cell>> read = read(3, NEVER);
    List<Get> first = List.of(store.gets.take(), store.gets.take(), store.gets.take());

    assertThat(store.gets).isEmpty();
    store.answer(first.get(1));
    Get fourth = store.gets.take();
    assertThat(store.gets).isEmpty();

    List.of(first.get(0), first.get(2), fourth).forEach(store::answer);
    answerAll(cells.size() - 4);
    assertThat(read.get()).isNotEmpty();
  }

  @Test
  void tilesKeepTheirCellsWhateverTheOrderOfTheAnswers() throws Exception {
    CompletableFuture<SortedSet<Cell>> read = read(cells.size(), NEVER);
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      gets.add(store.gets.take());
    }
    Collections.shuffle(gets, new Random(1));
    gets.forEach(store::answer);

    SortedSet<Cell> missing = read.get();

    assertThat(missing).allMatch(SyntheticSurvey::leavesOut);
    assertThat(tiles).extracting(Tile::cell).containsExactlyInAnyOrderElementsOf(small.present);
    assertThat(tiles)
        .allSatisfy(
            tile -> {
              assertThat(tile.meta().key()).isEqualTo(small.key(tile.cell()));
              assertThat(tile.meta().texts())
                  .containsEntry("ORDER", "" + tile.cell().order())
                  .containsEntry("NPIX", "" + tile.cell().npix());
              assertThat(tile.meta().etag()).isNotNull();
              small.image.paint(tile);
            });
    assertThat(small.image.png()).isEqualTo(painted(1));
  }

  @Test
  void aTileThatDoesNotComeInTimeIsAnErrorAndItsGetIsCancelled() throws Exception {
    CompletableFuture<SortedSet<Cell>> read = read(1, Duration.ofMillis(1));
    Get get = store.gets.take();

    assertFails(read, Kind.TIMEOUT, get.key());
    assertThat(get.future()).isCancelled();
    assertThat(store.requests).hasValue(1);
  }

  @Test
  void theFirstFailureEndsTheReadAndCancelsTheOthers() throws Exception {
    CompletableFuture<SortedSet<Cell>> read = read(3, NEVER);
    List<Get> gets = List.of(store.gets.take(), store.gets.take(), store.gets.take());
    store.refuse(gets.get(1));

    assertFails(read, Kind.ACCESS_DENIED, gets.get(1).key());
    assertThat(gets.get(0).future()).isCancelled();
    assertThat(gets.get(2).future()).isCancelled();
    assertThat(store.requests).hasValue(3);
  }

  @Test
  void aDamagedTileIsAnError() throws Exception {
    Cell damaged = small.present.get(0);
    String key = small.key(damaged);
    small.store.put(key, new byte[100]).get();

    assertThatThrownBy(() -> painted(4))
        .asInstanceOf(type(StoreException.class))
        .returns(Kind.CORRUPT, StoreException::kind)
        .returns(key, StoreException::key);
  }

  @Test
  void aConsumerThatFailsIsAnErrorOfItsTile() {
    TileReader reader = new TileReader(small.through(small.store), 2, NEVER, executor);

    assertThatThrownBy(
            () ->
                reader.read(
                    cells,
                    tile -> {
                      throw new IllegalStateException("no paint");
                    },
                    (now, total, bytes) -> {}))
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage("no paint");
  }

  private void assertFails(CompletableFuture<?> read, Kind kind, String key) {
    assertThatThrownBy(read::get)
        .cause()
        .asInstanceOf(type(StoreException.class))
        .returns(kind, StoreException::kind)
        .returns(key, StoreException::key)
        .returns(small.store.url(key), StoreException::url);
  }

  private CompletableFuture<SortedSet<Cell>> read(int parallel, Duration timeout) {
    TileReader reader = new TileReader(small.through(store), parallel, timeout, executor);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return reader.read(cells, tiles::add, (now, total, bytes) -> done.set(now));
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void answerAll(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      store.answer(store.gets.take());
    }
  }

  private byte[] painted(int parallel) throws Exception {
    SkyImage image = new SkyImage(SmallSurvey.FIELD, SmallSurvey.ORDER, 32);
    new TileReader(small.through(small.store), parallel, NEVER, executor)
        .read(cells, image::paint, (now, total, bytes) -> {});
    return image.png();
  }
}
