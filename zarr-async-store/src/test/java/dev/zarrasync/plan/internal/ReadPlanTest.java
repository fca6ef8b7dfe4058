package dev.zarrasync.plan.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.ListingOptions;
import dev.zarrasync.plan.internal.ReadPlan.Fetch;
import dev.zarrasync.plan.internal.ReadPlan.Skip;
import dev.zarrasync.plan.internal.ReadPlan.Step;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

  private static final long MIB = 1 << 20;

  private final AtomicLong nanoTime = new AtomicLong();
  private final KnownObjects known = new KnownObjects("hand://a/", nanoTime::get);
  private final HandListing store = new HandListing(4);

  /** A store that the test lists by hand. */
  private static final class HandListing implements AsyncStore {
    final List<ListRequest> requests = new ArrayList<>();
    final List<CompletableFuture<Fetched>> gets = new ArrayList<>();
    final List<CompletableFuture<ListPage>> answers = new ArrayList<>();
    final Limits limits;
    boolean listsCompletely = true;

    HandListing(int maxInFlight) {
      this(new Limits(maxInFlight, 1 << 30));
    }

    HandListing(Limits limits) {
      this.limits = limits;
    }

    @Override
    public CompletableFuture<ListPage> list(ListRequest request) {
      requests.add(request);
      CompletableFuture<ListPage> answer = new CompletableFuture<>();
      answers.add(answer);
      return answer;
    }

    void answer(int index, boolean hasNext, ListedObject... objects) {
      ListRequest next = hasNext ? requests.get(index).token("next") : null;
      answers.get(index).complete(new ListPage(List.of(objects), List.of(), next));
    }

    void answer(int index, boolean hasNext, Stream<ListedObject> objects) {
      answer(index, hasNext, objects.toArray(ListedObject[]::new));
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      CompletableFuture<Fetched> get = new CompletableFuture<>();
      gets.add(get);
      return get;
    }

    @Override
    public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Void> deleteItems(Collection<String> keys) {
      return new CompletableFuture<>();
    }

    @Override
    public String url(String key) {
      return "hand://" + key;
    }

    @Override
    public Limits limits() {
      return limits;
    }

    @Override
    public boolean listsCompletely() {
      return listsCompletely;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "hand";
    }
  }

  /** The keys a/0 to a/(count - 1). */
  private record Numbers(int count) implements Wanted<String> {
    @Override
    public String item(int position) {
      return "a/" + position;
    }

    @Override
    public String key(String item) {
      return item;
    }

    @Override
    public int position(String key) {
      int position = Integer.parseInt(key.substring(2));
      return position < count ? position : -1;
    }

    @Override
    public List<List<KeyRange>> listings() {
      return List.of(List.of(new KeyRange("a/", "a//~", "a/:", count)));
    }
  }

  private ReadPlan<String> plan(int count, ListPolicy policy) {
    return new ReadPlan<>(store, new Numbers(count), 0, known, ListingOptions.of(policy));
  }

  private static ListedObject object(int number) {
    return object(number, 1);
  }

  private static ListedObject object(int number, long size) {
    return new ListedObject("a/" + number, size, "tag");
  }

  /** Takes all steps there are for now; those that skip are marked. */
  private static List<String> poll(ReadPlan<String> plan) {
    List<String> steps = new ArrayList<>();
    for (Step<String> step = plan.poll(); step != null; step = plan.poll()) {
      steps.add(
          step instanceof Fetch<String> fetch
              ? fetch.item()
              : "no " + ((Skip<String>) step).item());
    }
    return steps;
  }

  private static void answer(ReadPlan<String> plan, boolean found, int... numbers) {
    Arrays.stream(numbers).forEach(n -> plan.answered(PlannedGet.of("a/" + n), found));
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "a/" + i).toList();
  }

  @Test
  void aSmallReadAsksForAllAndListsNothing() {
    ReadPlan<String> plan = plan(7, ListPolicy.AUTO);
    assertThat(poll(plan)).isEqualTo(keys(0, 7));
    assertThat(plan.isOver()).isTrue();
    assertThat(store.requests).isEmpty();
  }

  @Test
  void aLargeReadListsBesideTheFirstRoundOfGets() {
    ReadPlan<String> plan = plan(100, ListPolicy.AUTO);
    assertThat(plan.poll()).isInstanceOf(Fetch.class);
    assertThat(store.requests).as("the first GET comes first").isEmpty();

    assertThat(poll(plan)).as("as many as may be in flight").isEqualTo(keys(1, 4));
    assertThat(store.requests)
        .containsExactly(ListRequest.all("a/").startAfter("a//~").pageSize(100));
  }

  @Test
  void whatIsMissingIsSkippedAndTheLargestIsFirst() {
    ReadPlan<String> plan = plan(10, ListPolicy.AUTO);
    assertThat(poll(plan)).isEqualTo(keys(0, 4));

    store.answer(0, false, object(2, 5), object(5, 1), object(8, 3), object(9, 2));

    assertThat(poll(plan)).containsExactly("a/8", "a/9", "a/5", "no a/4", "no a/6", "no a/7");
    assertThat(plan.isOver()).isTrue();
  }

  @Test
  void waitsForTheListingWhileAnswersAreMissing() {
    ReadPlan<String> plan = plan(100, ListPolicy.AUTO);
    assertThat(poll(plan)).isEqualTo(keys(0, 4));
    answer(plan, false, 0, 1, 2);
    assertThat(poll(plan)).as("far more than a page costs may be spared").isEmpty();

    store.answer(0, false, object(50));
    List<String> rest = poll(plan);
    assertThat(rest).hasSize(96).startsWith("a/50", "no a/4");
    assertThat(rest.subList(1, 96)).allMatch(step -> step.startsWith("no "));
  }

  @Test
  void goesOnWhileAnswersAreFound() {
    ReadPlan<String> plan = plan(30, ListPolicy.AUTO);
    assertThat(poll(plan)).isEqualTo(keys(0, 4));
    answer(plan, true, 0, 1, 2);
    assertThat(poll(plan)).isEqualTo(keys(4, 7));
  }

  @Test
  void givesTheListingUpWhenItShowsNoGap() {
    ReadPlan<String> plan = plan(5_000, ListPolicy.AUTO);
    poll(plan);
    for (int i = 0; i < 1_000; i++) {
      answer(plan, true, i);
      poll(plan);
    }
    store.answer(0, true, object(0));

    assertThat(store.requests).as("no second page").hasSize(1);
    assertThat(poll(plan)).as("nothing waits any more").isNotEmpty();
    assertThat(poll(plan(5_000, ListPolicy.AUTO))).as("nor the next read").hasSize(5_000);
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    poll(plan(5_000, ListPolicy.AUTO));
    assertThat(store.requests).as("until it is forgotten").hasSize(2);
  }

  @Test
  void goesOnWithoutAListingThatFails() {
    ReadPlan<String> plan = plan(10, ListPolicy.FIRST);
    assertThat(poll(plan)).isEmpty();
    store
        .answers
        .get(0)
        .completeExceptionally(new StoreException(Kind.ACCESS_DENIED, store, "a/", "no", null));
    assertThat(poll(plan)).isEqualTo(keys(0, 10));

    assertThat(poll(plan(10, ListPolicy.AUTO))).isEqualTo(keys(0, 10));
    assertThat(store.requests).as("nor does the next read try").hasSize(1);
  }

  @Test
  void listsFirstWhenAskedTo() {
    ReadPlan<String> plan = plan(5, ListPolicy.FIRST);
    assertThat(poll(plan)).isEmpty();
    assertThat(plan.isOver()).isFalse();
    store.answer(0, false, object(3));
    assertThat(poll(plan)).containsExactly("a/3", "no a/0", "no a/1", "no a/2", "no a/4");
  }

  @Test
  void neverListsWhenAskedTo() {
    assertThat(poll(plan(100, ListPolicy.NEVER))).isEqualTo(keys(0, 100));
    assertThat(store.requests).isEmpty();
  }

  @Test
  void whatComesAfterTheFirstPageIsListedSideBySide() {
    ReadPlan<String> plan = plan(10_000, ListPolicy.FIRST);
    poll(plan);
    ListedObject[] page = new ListedObject[1_000];
    Arrays.setAll(page, i -> object(i == 0 ? 1 : 789));
    store.answer(0, true, page);

    assertThat(store.requests.subList(1, store.requests.size()))
        .containsExactly(
            ListRequest.all("a/7").startAfter("a/789"),
            ListRequest.all("a/8").startAfter("a/7"),
            ListRequest.all("a/9").startAfter("a/8"));
    assertThat(poll(plan)).containsExactly("a/1", "a/789");

    store.answer(1, false, object(79));
    store.answer(2, true, object(80));
    store.answer(3, false);
    assertThat(poll(plan)).containsExactly("a/79", "a/80");
    assertThat(store.requests).hasSize(5);
    store.answer(4, false, object(9_999, 7));
    assertThat(poll(plan)).as("of another range").hasSize(10_000 - 4);
  }

  @Test
  void aFewPagesAreListedOneAfterTheOther() {
    ReadPlan<String> plan = plan(1_289, ListPolicy.FIRST);
    poll(plan);
    store.answer(0, true, object(1), object(789));
    assertThat(store.requests).hasSize(2);
    assertThat(store.requests.get(1).token()).isEqualTo("next");
  }

  @Test
  void aRangeEndsWhereItsPageEnds() {
    Wanted<String> some =
        new Wanted<>() {
          @Override
          public int count() {
            return 3;
          }

          @Override
          public String item(int position) {
            return "a/" + (5 + position);
          }

          @Override
          public String key(String item) {
            return item;
          }

          @Override
          public int position(String key) {
            return Integer.parseInt(key.substring(2)) - 5;
          }

          @Override
          public List<List<KeyRange>> listings() {
            return List.of(List.of(new KeyRange("a/", "a/4~", "a/7/", 3)));
          }
        };
    ReadPlan<String> plan =
        new ReadPlan<>(store, some, 0, known, ListingOptions.of(ListPolicy.FIRST));
    poll(plan);
    store.answer(0, true, object(6), object(8));
    assertThat(store.requests).hasSize(1);
    assertThat(poll(plan)).containsExactly("a/6", "no a/5", "no a/7");
  }

  @Test
  void aReadBelievesOnlyWhatWasListedForIt() {
    poll(plan(20, ListPolicy.AUTO));
    store.answer(0, false, object(3));
    assertThat(poll(plan(5, ListPolicy.AUTO))).isEqualTo(keys(0, 5));
    poll(plan(20, ListPolicy.FIRST));
    assertThat(store.requests).hasSize(2);
  }

  private ReadPlan<String> remembering(int count) {
    return remembering(count, Duration.ofSeconds(10));
  }

  private ReadPlan<String> remembering(int count, Duration life) {
    ListingOptions options = new ListingOptions(ListPolicy.AUTO, life);
    return new ReadPlan<>(store, new Numbers(count), 0, known, options);
  }

  @Test
  void aListingIsRememberedForATimeAndUntilAWriteIfThatIsAskedFor() {
    poll(remembering(20));
    store.answer(0, false, object(3));

    assertThat(poll(remembering(5))).containsExactly("a/3", "no a/0", "no a/1", "no a/2", "no a/4");
    assertThat(poll(plan(5, ListPolicy.AUTO))).as("not for others").isEqualTo(keys(0, 5));
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(poll(remembering(5))).hasSize(5).startsWith("a/3");
    nanoTime.incrementAndGet();
    assertThat(poll(remembering(5))).isEqualTo(keys(0, 5));

    poll(remembering(20));
    store.answer(1, false, object(3));
    assertThat(poll(remembering(5))).startsWith("a/3");
    Writes.ended(new HandListing(1), "a/0"); // Another store object that reaches the same URL.
    assertThat(poll(remembering(5))).isEqualTo(keys(0, 5));
  }

  @Test
  void aTimeTooLongForNanosecondsIsNeverOver() {
    Duration life = Duration.ofSeconds(Long.MAX_VALUE);
    poll(remembering(20, life));
    store.answer(0, false, object(3));
    nanoTime.addAndGet(Duration.ofDays(1_000).toNanos());
    assertThat(poll(remembering(5, life))).hasSize(5).startsWith("a/3");
  }

  @Test
  void aListingThatAWriteOvertookIsNotRemembered() {
    poll(remembering(20));
    Writes.ended(store, "a/0");
    store.answer(0, false, object(3));
    assertThat(poll(remembering(5))).isEqualTo(keys(0, 5));
  }

  @Test
  void nothingIsSkippedWhereListingsMayLeaveOutObjects() {
    store.listsCompletely = false;
    assertThat(poll(plan(20, ListPolicy.FIRST))).isEqualTo(keys(0, 20));
    assertThat(poll(plan(20, ListPolicy.AUTO))).isEqualTo(keys(0, 20));
    assertThat(store.requests).isEmpty();
  }

  @Test
  void whatAListingShowedAndAJoinedGetMissedIsAskedForOnceMore() {
    PlannedGet listed = PlannedGet.ofListed(object(3), 1);
    CompletableFuture<Fetched> get = listed.send(store, GetOptions.ALL);
    store.gets.get(0).complete(Fetched.MISSING);
    assertThat(get).isNotDone();
    Fetched found = new Fetched.Found(new byte[1], 1, null);
    store.gets.get(1).complete(found);
    assertThat(get).isCompletedWithValue(found);
  }

  @Test
  void whatAListingShowedAndIsMissingTwiceIsAnError() {
    CompletableFuture<Fetched> get = PlannedGet.ofListed(object(3), 1).send(store, GetOptions.ALL);
    store.gets.get(0).complete(Fetched.MISSING);
    store.gets.get(1).complete(Fetched.MISSING);
    assertThatThrownBy(get::join).hasMessageContainingAll("a/3", "hand://a/3", "listing");
  }

  @Test
  void aCancelEndsTheSecondGetToo() {
    CompletableFuture<Fetched> get = PlannedGet.ofListed(object(3), 1).send(store, GetOptions.ALL);
    store.gets.get(0).complete(Fetched.MISSING);
    get.cancel(true);
    assertThat(store.gets.get(1)).isCancelled();
  }

  @Test
  void largeObjectsAreDividedWhileThereIsRoomForRequests() {
    ReadPlan<String> plan = plan(6, ListPolicy.FIRST);
    poll(plan);
    store.answer(0, false, object(1, 64 * MIB), object(2, 15 * MIB));

    assertThat(fetch(plan).get()).isEqualTo(new PlannedGet("a/1", object(1, 64 * MIB), 2));
    assertThat(fetch(plan).get()).isEqualTo(new PlannedGet("a/2", object(2, 15 * MIB), 1));
  }

  @Test
  void whereMemoryBoundsTheReadItIsListedAndDividedSoThatManyRangesAreInFlight() {
    HandListing narrow = new HandListing(new Limits(100, 64 * MIB));
    ReadPlan<String> plan =
        new ReadPlan<>(narrow, new Numbers(20), 8 * MIB, known, ListingOptions.of(ListPolicy.AUTO));

    assertThat(poll(plan)).as("until the listing comes").isEqualTo(keys(0, 2));
    narrow.answer(0, false, IntStream.range(0, 19).mapToObj(i -> object(i, 7 * MIB)));
    assertThat(fetch(plan).get()).isEqualTo(new PlannedGet("a/2", object(2, 7 * MIB), 3));
    assertThat(fetch(plan).get().ranges()).isEqualTo(3);
  }

  @Test
  void anObjectWithoutAnEntityTagIsNotDivided() {
    ReadPlan<String> plan = plan(6, ListPolicy.FIRST);
    poll(plan);
    store.answer(0, false, new ListedObject("a/1", 64 * MIB, null));
    assertThat(fetch(plan).get().ranges()).isEqualTo(1);
  }

  private static Fetch<String> fetch(ReadPlan<String> plan) {
    return (Fetch<String>) Objects.requireNonNull(plan.poll());
  }

  @Test
  void closingAbandonsTheListing() {
    ReadPlan<String> plan = plan(100, ListPolicy.AUTO);
    poll(plan);
    plan.close();
    assertThat(store.answers.get(0)).isCancelled();
    assertThat(known.isHopeless()).as("it was not refused").isFalse();
  }

  @Test
  void tellsWhenThereIsSomethingToDoAgain() {
    ReadPlan<String> plan = plan(5, ListPolicy.FIRST);
    AtomicLong changes = new AtomicLong();
    plan.onChange(changes::incrementAndGet);
    poll(plan);
    assertThat(changes).hasValue(0);
    store.answer(0, false, object(3));
    assertThat(changes.get()).isPositive();
  }

  @Test
  void explainsItself() {
    assertThat(plan(7, ListPolicy.AUTO).explain())
        .contains("7 objects of hand", "7 unknown", "none: there are fewer than two rounds");
    assertThat(plan(1_289, ListPolicy.AUTO).explain())
        .contains("beside the first GETs", "'a/'", "1,289 keys on 2 pages", "up to 1,289");
    ReadPlan<String> plan = remembering(20);
    assertThat(plan(20, ListPolicy.FIRST).explain()).contains("first, as asked for");
    poll(plan);
    store.answer(0, false, object(3, 30 * MIB), object(4));
    assertThat(remembering(20).explain())
        .contains(
            "2 present (31,457,281 bytes), 18 missing, 0 unknown",
            "listed a moment ago",
            "GETs      2, at most 4 at once, the largest first",
            "in ranges");
  }
}
