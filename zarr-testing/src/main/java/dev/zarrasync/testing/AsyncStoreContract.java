package dev.zarrasync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What every {@link AsyncStore} must do, as tests. The test of a store extends this class and
 * implements {@link #storeWith}; JUnit then runs the contract with it:
 *
 * <pre>{@code
 * class MyStoreTest extends AsyncStoreContract {
 *   @Override
 *   protected AsyncStore storeWith(Map<String, byte[]> objects) {
 *     return fill(new MyStore(), objects);
 *   }
 * }
 * }</pre>
 *
 * <p>A store that cannot do everything says so in {@link #capabilities}. Nothing is skipped: where
 * a capability is absent, the tests that need it check that the store refuses as it should.
 *
 * <p>No test sleeps. A future that is not complete after {@link #TIMEOUT_SECONDS} fails its test.
 */
public abstract class AsyncStoreContract {

  /** How long {@link #await} waits, in seconds: longer than any working store takes. */
  protected static final long TIMEOUT_SECONDS = 60;

  /** What a store may be unable to do. */
  public enum Capability {
    /** Puts and deletes. Without it both fail with {@link Kind#UNSUPPORTED}. */
    WRITE,
    /** Lists all keys under a prefix. Without it that fails with {@link Kind#UNSUPPORTED}. */
    LIST,
    /** Lists the children of a directory. Without it that fails with {@link Kind#UNSUPPORTED}. */
    GROUPED_LIST,
    /**
     * Has objects at keys of any Unicode characters. Without it, operations on a key that the store
     * cannot have fail with {@link Kind#UNSUPPORTED}.
     */
    UNICODE_KEYS,
    /**
     * Has an object at a key and others under it, as {@code "a"} and {@code "a/b"}. Without it, the
     * second put fails with {@link Kind#UNSUPPORTED}.
     */
    NESTED_OBJECTS,
    /**
     * Gives each object an entity tag that changes with its bytes, and puts on a condition. Without
     * it, such a put fails with {@link Kind#UNSUPPORTED}.
     */
    CONDITIONAL_PUT,
    /** Operations fail after a close. Without it they go on, as those of a view of a store. */
    CLOSE
  }

  private static final byte[] DIGITS = bytes("0123456789");

  static final List<String> ASCII_KEYS =
      List.of(
          "a",
          ".zarray",
          "0.0.0",
          "a/b/c/d/e/f/g/h",
          "with space/and more",
          " leading and trailing ",
          "plus+plus",
          "percent%",
          "a%2Fb",
          "a%2fb",
          "a/b",
          "%41",
          "%00",
          "question?mark=1&other=2",
          "hash#fragment",
          "back\\slash",
          "quotes'\"`",
          "<xml>&amp;</xml>",
          "(brackets)[and]{braces}",
          "tab\there",
          "colon:semi;comma,at@star*bar|caret^dollar$bang!",
          ".leading",
          "..leading",
          "trailing.",
          "trailing..",
          "...",
          "~tilde/~",
          "UPPER/lower",
          "s".repeat(200),
          ("s".repeat(100) + "/").repeat(4) + "end");

  static final List<String> UNICODE_KEYS =
      List.of(
          "grüße",
          "e\u0301 decomposed",
          "\u00e9 composed",
          "日本語/データ",
          "emoji 😀/👩‍🚀",
          "\uff5e full width",
          "right-to-left שלום",
          "\u00a0no-break");

  static final List<String> INVALID_KEYS =
      List.of(
          "",
          "/",
          "/a",
          "a/",
          "a//b",
          ".",
          "..",
          "./a",
          "a/.",
          "../a",
          "a/..",
          "a/./b",
          "a/../b",
          "nul\0",
          "unpaired \ud83d high",
          "unpaired \ude00 low");

  /** Keys of one directory and below in the order of their UTF-8 bytes: '.' is before '/'. */
  private static final List<String> ORDERED_KEYS =
      List.of("A", "a ", "a-", "a.b", "a/a", "a/b/c", "a/b0", "a0", "aa", "b", "~");

  private static final List<String> ORDERED_UNICODE_KEYS =
      List.of("z", "\u00e9", "\u65e5", "\uff5e", "\ud83d\ude00", "\ud83d\ude01");

  private final List<AsyncStore> opened = Collections.synchronizedList(new ArrayList<>());

  /** For subclasses. */
  protected AsyncStoreContract() {}

  /**
   * Makes a new store, which shares no object with any other. The contract closes it.
   *
   * @param objects what the store has, by key; empty for an empty store
   * @return the store
   * @throws Exception if that fails, which fails the test
   */
  protected abstract AsyncStore storeWith(Map<String, byte[]> objects) throws Exception;

  /**
   * Says what the store can do.
   *
   * @return by default everything
   */
  protected Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /**
   * Puts objects into a store. For {@link #storeWith} of a store that can.
   *
   * @param store the store
   * @param objects the objects by key
   * @return the store
   */
  protected static AsyncStore fill(AsyncStore store, Map<String, byte[]> objects) {
    List<CompletableFuture<Void>> puts = new ArrayList<>();
    objects.forEach((key, value) -> puts.add(store.put(key, value)));
    puts.forEach(AsyncStoreContract::await);
    return store;
  }

  /**
   * Waits for a value.
   *
   * @param <T> the type of the value
   * @param future the future
   * @return its value
   * @throws AssertionError if the future fails, or is not complete in time
   */
  protected static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError("The future has no value: " + e, e);
    }
  }

  /**
   * Waits for a failure.
   *
   * @param future the future
   * @return what it fails with
   * @throws AssertionError if the future has a value, fails with anything but a StoreException, or
   *     is not complete in time
   */
  protected static StoreException awaitFailure(CompletableFuture<?> future) {
    try {
      Object value = future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("The future should have failed, but has the value " + value);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        return failure;
      }
      throw new AssertionError("Not a StoreException: " + e.getCause(), e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("The future is not complete: " + e, e);
    }
  }

  @AfterEach
  void closeStores() {
    opened.forEach(AsyncStore::close);
  }

  // ------------------------------------------------------------------------------------- Reading

  @Test
  void getsAnObject() {
    AsyncStore store = open(Map.of("a/b", DIGITS));

    assertFound(await(store.get("a/b")), DIGITS, 10);
  }

  @Test
  void tellsAnEmptyObjectFromAMissingOne() {
    AsyncStore store = open(Map.of("empty", new byte[0]));

    assertFound(await(store.get("empty")), new byte[0], 0);
    assertThat(await(store.get("missing"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void aDirectoryIsNotAnObject() {
    AsyncStore store = open(Map.of("a/b/c", DIGITS));

    assertThat(await(store.get("a"))).isEqualTo(Fetched.MISSING);
    assertThat(await(store.get("a/b"))).isEqualTo(Fetched.MISSING);
    assertThat(await(store.get("a/b/c/d"))).isEqualTo(Fetched.MISSING);
  }

  record RangeCase(ByteRange range, String expected) {}

  static final List<RangeCase> RANGES =
      List.of(
          new RangeCase(ByteRange.ALL, "0123456789"),
          new RangeCase(ByteRange.of(0, 1), "0"),
          new RangeCase(ByteRange.of(3, 4), "3456"),
          new RangeCase(ByteRange.of(9, 1), "9"),
          new RangeCase(ByteRange.of(0, 10), "0123456789"),
          new RangeCase(ByteRange.of(7, 4), "789"),
          new RangeCase(ByteRange.of(7, Long.MAX_VALUE - 7), "789"),
          new RangeCase(ByteRange.from(0), "0123456789"),
          new RangeCase(ByteRange.from(9), "9"),
          new RangeCase(ByteRange.suffix(1), "9"),
          new RangeCase(ByteRange.suffix(10), "0123456789"),
          new RangeCase(ByteRange.suffix(11), "0123456789"),
          new RangeCase(ByteRange.suffix(Long.MAX_VALUE), "0123456789"));

  @ParameterizedTest
  @FieldSource("RANGES")
  void getsARangeCutAtTheEndOfTheObject(RangeCase c) {
    AsyncStore store = open(Map.of("digits", DIGITS));

    assertFound(await(store.get("digits", c.range())), bytes(c.expected()), 10);
  }

  static final List<ByteRange> RANGES_OUT_OF_BOUNDS =
      List.of(
          ByteRange.of(10, 1),
          ByteRange.of(10, Long.MAX_VALUE - 10),
          ByteRange.of(Long.MAX_VALUE - 1, 1),
          ByteRange.from(10),
          ByteRange.from(Long.MAX_VALUE));

  @ParameterizedTest
  @FieldSource("RANGES_OUT_OF_BOUNDS")
  void failsForARangeOutOfBounds(ByteRange range) {
    AsyncStore store = open(Map.of("digits", DIGITS));

    assertFailed(store.get("digits", range), Kind.UNSATISFIABLE_RANGE, store, "digits");
  }

  static final List<ByteRange> RANGES_BUT_ALL =
      List.of(ByteRange.of(0, 1), ByteRange.of(1, 1), ByteRange.from(0), ByteRange.suffix(1));

  @ParameterizedTest
  @FieldSource("RANGES_BUT_ALL")
  void failsForARangeOfAnEmptyObject(ByteRange range) {
    AsyncStore store = open(Map.of("empty", new byte[0]));

    assertFailed(store.get("empty", range), Kind.UNSATISFIABLE_RANGE, store, "empty");
  }

  @ParameterizedTest
  @FieldSource("RANGES_BUT_ALL")
  void aRangeOfAMissingObjectIsMissing(ByteRange range) {
    AsyncStore store = open(Map.of());

    assertThat(await(store.get("missing", range))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void getsManyItemsInTheirOrderAndEachOnce() {
    AsyncStore store = open(Map.of("a", bytes("A"), "b", bytes("B")));

    Map<String, CompletableFuture<Fetched>> items =
        store.getItems(List.of("b", "missing", "a", "b", "a"));

    assertThat(items.keySet()).containsExactly("b", "missing", "a");
    assertFound(await(item(items, "a")), bytes("A"), 1);
    assertFound(await(item(items, "b")), bytes("B"), 1);
    assertThat(await(item(items, "missing"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void getsNoItems() {
    assertThat(open(Map.of()).getItems(List.of())).isEmpty();
  }

  @Test
  void anItemFailsAlone() {
    AsyncStore store = open(Map.of("a", DIGITS));

    Map<String, CompletableFuture<Fetched>> items = store.getItems(List.of("a//b", "a"));

    assertFailed(item(items, "a//b"), Kind.INVALID_KEY, store, "a//b");
    assertFound(await(item(items, "a")), DIGITS, 10);
  }

  @Test
  void pairsEachOfTenThousandItemsWithItsOwnBytes() {
    List<String> keys = IntStream.range(0, 10_000).mapToObj(i -> "c/" + i % 100 + "." + i).toList();
    Map<String, byte[]> objects = new HashMap<>();
    for (int i = 0; i < keys.size(); i += 10) {
      objects.put(keys.get(i), bytes(keys.get(i)));
    }
    AsyncStore store = open(objects);

    Map<String, CompletableFuture<Fetched>> items = store.getItems(keys);

    assertThat(items.keySet()).containsExactlyElementsOf(keys);
    items.forEach(
        (key, item) -> {
          byte[] expected = objects.get(key);
          if (expected == null) {
            assertThat(await(item)).as(key).isEqualTo(Fetched.MISSING);
          } else {
            assertFound(await(item), expected, expected.length);
          }
        });
  }

  @Test
  void cancellingAGetLeavesTheStoreUsable() {
    AsyncStore store = open(Map.of("digits", DIGITS));

    List<CompletableFuture<Fetched>> gets =
        Stream.generate(() -> store.get("digits")).limit(100).toList();
    for (CompletableFuture<Fetched> get : gets) {
      boolean cancelled = get.cancel(true);
      assertThat(get.isCancelled()).isEqualTo(cancelled);
    }

    gets.stream().filter(get -> !get.isCancelled()).forEach(get -> assertDigits(await(get)));
    assertDigits(await(store.get("digits")));
  }

  @Test
  void cancellingOneGetLeavesTheOthersOfItsKey() {
    AsyncStore store = open(Map.of("digits", DIGITS));

    CompletableFuture<Fetched> one = store.get("digits");
    CompletableFuture<Fetched> other = store.get("digits");
    one.cancel(true);

    assertDigits(await(other));
  }

  // ---------------------------------------------------------------------------------------- Keys

  @ParameterizedTest(name = "[{index}]")
  @FieldSource("INVALID_KEYS")
  void refusesWhatIsNotAKey(String key) {
    AsyncStore store = open(Map.of("a/b", DIGITS));

    assertFailed(store.get(key), Kind.INVALID_KEY, store, key);
    assertFailed(store.get(key, ByteRange.suffix(1)), Kind.INVALID_KEY, store, key);
    if (!refuses(Capability.WRITE)) {
      assertFailed(store.put(key, DIGITS), Kind.INVALID_KEY, store, key);
      assertFailed(store.delete(key), Kind.INVALID_KEY, store, key);
    }
  }

  @ParameterizedTest(name = "[{index}]")
  @FieldSource("ASCII_KEYS")
  void hasObjectsAtOddKeys(String key) {
    assertKeepsKey(key);
  }

  @ParameterizedTest(name = "[{index}]")
  @FieldSource("UNICODE_KEYS")
  void hasObjectsAtUnicodeKeys(String key) {
    if (refuses(Capability.UNICODE_KEYS)) {
      return;
    }
    assertKeepsKey(key);
  }

  private void assertKeepsKey(String key) {
    AsyncStore store = open(Map.of(key, bytes(key)));

    assertFound(await(store.get(key)), bytes(key), bytes(key).length);
    if (!refuses(Capability.LIST)) {
      assertThat(listAll(store, ListRequest.all("")).keys()).containsExactly(key);
      assertThat(listAll(store, ListRequest.all(key)).keys()).containsExactly(key);
    }
    if (!refuses(Capability.WRITE)) {
      await(store.put(key, DIGITS));
      assertDigits(await(store.get(key)));
      await(store.delete(key));
      assertThat(await(store.get(key))).isEqualTo(Fetched.MISSING);
    }
  }

  @Test
  void keysThatLookAlikeAreNotTheSame() {
    List<String> keys =
        List.of("a/b", "a%2Fb", "a%2fb", "a%252Fb", "a\\b", "a b", "a+b", "a%20b", "A b", "a?b");
    Map<String, byte[]> objects = new HashMap<>();
    keys.forEach(key -> objects.put(key, bytes(key)));
    AsyncStore store = open(objects);

    keys.forEach(key -> assertFound(await(store.get(key)), bytes(key), key.length()));
    assertThat(keys.stream().map(store::url)).doesNotHaveDuplicates();
  }

  @Test
  void anyStringHasAUrl() {
    AsyncStore store = open(Map.of());

    Stream.of(ASCII_KEYS, UNICODE_KEYS, INVALID_KEYS)
        .flatMap(List::stream)
        .forEach(key -> assertThat(store.url(key)).isNotEmpty());
  }

  @Test
  void hasAnObjectAtAKeyAndOthersUnderIt() {
    if (refuses(Capability.NESTED_OBJECTS)) {
      return;
    }
    AsyncStore store = open(Map.of("a", bytes("A"), "a/b", bytes("B"), "a/b/c", bytes("C")));

    assertFound(await(store.get("a")), bytes("A"), 1);
    assertFound(await(store.get("a/b")), bytes("B"), 1);
    assertFound(await(store.get("a/b/c")), bytes("C"), 1);
  }

  // ------------------------------------------------------------------------------------- Writing

  @Test
  void putReplaces() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of());

    for (String value : List.of("first", "2", "", "the fourth value")) {
      await(store.put("a/b", bytes(value)));
      assertFound(await(store.get("a/b")), bytes(value), value.length());
    }
  }

  @Test
  void changingTheArrayAfterAPutDoesNotChangeTheObject() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of());
    byte[] value = DIGITS.clone();

    await(store.put("a", value));
    Arrays.fill(value, (byte) 0);

    assertDigits(await(store.get("a")));
  }

  @Test
  void bytesThatWereReadStayAsTheyWere() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of("a", DIGITS));

    Fetched before = await(store.get("a"));
    await(store.put("a", bytes("other")));

    assertDigits(before);
  }

  @Test
  void deletes() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of("a/b", DIGITS, "a/c", DIGITS));

    await(store.delete("a/b"));

    assertThat(await(store.get("a/b"))).isEqualTo(Fetched.MISSING);
    assertDigits(await(store.get("a/c")));
  }

  @Test
  void deletesAMissingObject() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of("a/b/c", DIGITS));

    await(store.delete("missing"));
    await(store.delete("not/there"));
    await(store.delete("a/b"));
    await(store.delete("a/b/c/d"));

    assertDigits(await(store.get("a/b/c")));
  }

  @Test
  void deletesManyItemsAndLeavesTheOthers() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    Map<String, byte[]> objects = new HashMap<>();
    IntStream.range(0, 2_100).forEach(i -> objects.put("a/" + i, DIGITS));
    AsyncStore store = open(objects);
    List<String> doomed = IntStream.range(0, 2_050).mapToObj(i -> "a/" + i).toList();

    await(store.deleteItems(List.of()));
    await(store.deleteItems(List.of("missing", "a/0", "a/0")));
    await(store.deleteItems(doomed));

    assertThat(await(store.get("a/2049"))).isEqualTo(Fetched.MISSING);
    assertDigits(await(store.get("a/2050")));
    assertFailed(store.deleteItems(List.of("a/2050", "..")), Kind.INVALID_KEY, store, "..");
  }

  @Test
  void getsOnACondition() {
    if (refuses(Capability.CONDITIONAL_PUT)) {
      return;
    }
    AsyncStore store = open(Map.of("a", DIGITS));
    GetOptions part = GetOptions.of(ByteRange.of(2, 3));
    String old = etag(store, "a");
    assertDigits(await(store.get("a", GetOptions.ALL.condition(new Unchanged(old)))));
    assertFound(await(store.get("a", part.condition(new Unchanged(old)))), bytes("234"), 10);
    assertFailed(
        store.get("a", GetOptions.ALL.condition(new Changed(old))), Kind.NOT_MODIFIED, store, "a");

    await(store.put("a", bytes("other")));

    assertFailed(
        store.get("a", part.condition(new Unchanged(old))), Kind.PRECONDITION_FAILED, store, "a");
    Fetched changed = await(store.get("a", GetOptions.ALL.condition(new Changed(old))));
    assertFound(changed, bytes("other"), 5);
    assertThat(await(store.get("missing", GetOptions.ALL.condition(new Unchanged(old)))))
        .isEqualTo(Fetched.MISSING);
  }

  @Test
  void aWrongExpectedSizeDoesNoHarm() {
    AsyncStore store = open(Map.of("a", DIGITS));
    for (long size : new long[] {0, 9, 11, 100_000_000}) {
      assertDigits(await(store.get("a", GetOptions.ALL.expectedSize(size))));
    }
    assertThat(await(store.get("missing", GetOptions.ALL.expectedSize(10))))
        .isEqualTo(Fetched.MISSING);
  }

  @Test
  void putsOnACondition() {
    if (refuses(Capability.CONDITIONAL_PUT)) {
      return;
    }
    AsyncStore store = open(Map.of());
    await(store.put("a", bytes("first"), Condition.ABSENT));
    assertFailed(
        store.put("a", bytes("no"), Condition.ABSENT), Kind.PRECONDITION_FAILED, store, "a");
    String first = etag(store, "a");
    await(store.put("a", bytes("second"), new Unchanged(first)));

    assertFailed(
        store.put("a", bytes("no"), new Unchanged(first)), Kind.PRECONDITION_FAILED, store, "a");
    assertFound(await(store.get("a")), bytes("second"), 6);
    await(store.put("a", DIGITS, Condition.NONE));
    assertDigits(await(store.get("a")));
  }

  private static String etag(AsyncStore store, String key) {
    return Objects.requireNonNull(((Found) await(store.get(key))).etag());
  }

  @Test
  void aWriteIsToldToAllWhoReachItsUrl() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of());
    tellsOf(store, () -> store.put("a/b", DIGITS));
    tellsOf(store, () -> store.put("a/b", DIGITS, Condition.NONE));
    tellsOf(store, () -> store.deleteItems(List.of("a/b")));
    tellsOf(store, () -> store.delete("a/b"));
  }

  private static void tellsOf(AsyncStore store, Supplier<CompletableFuture<Void>> write) {
    List<String> urls = List.of(store.url("a/b"), store.url("a/"), store.url(""));
    List<Integer> before = urls.stream().map(Writes::of).toList();
    await(write.get());
    for (int i = 0; i < urls.size(); i++) {
      assertThat(Writes.of(urls.get(i))).as(urls.get(i)).isNotEqualTo(before.get(i));
    }
  }

  @Test
  void aDirectoryMayBecomeAnObjectAndAnObjectADirectory() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of("a/b/c", DIGITS));

    await(store.delete("a/b/c"));
    await(store.put("a", DIGITS));
    assertDigits(await(store.get("a")));

    await(store.delete("a"));
    await(store.put("a/b/c", DIGITS));
    assertDigits(await(store.get("a/b/c")));
  }

  // ------------------------------------------------------------------------------------- Listing

  @Test
  void listsInTheOrderOfUtf8Bytes() {
    if (refuses(Capability.LIST)) {
      return;
    }
    Map<String, byte[]> objects = new LinkedHashMap<>();
    ORDERED_KEYS.forEach(key -> objects.put(key, bytes(key)));

    Listing listing = listAll(open(objects), ListRequest.all(""));

    assertThat(listing.keys()).containsExactlyElementsOf(ORDERED_KEYS);
    assertThat(listing.prefixes()).isEmpty();
    assertThat(listing.objects())
        .allSatisfy(object -> assertThat(object.size()).isEqualTo(object.key().length()));
  }

  @Test
  void listsUnicodeInTheOrderOfUtf8Bytes() {
    if (refuses(Capability.LIST) || refuses(Capability.UNICODE_KEYS)) {
      return;
    }
    AsyncStore store = open(objectsAt(ORDERED_UNICODE_KEYS));

    assertThat(listAll(store, ListRequest.all("")).keys())
        .containsExactlyElementsOf(ORDERED_UNICODE_KEYS);
    assertThat(listAll(store, ListRequest.all("").startAfter("\uff5e").pageSize(1)).keys())
        .containsExactly("\ud83d\ude00", "\ud83d\ude01");
  }

  @Test
  void listsInPages() {
    if (refuses(Capability.LIST)) {
      return;
    }
    AsyncStore store = open(objectsAt(ORDERED_KEYS));

    for (int pageSize = 1; pageSize <= ORDERED_KEYS.size() + 1; pageSize++) {
      assertThat(listAll(store, ListRequest.all("").pageSize(pageSize)).keys())
          .as("pages of %d", pageSize)
          .containsExactlyElementsOf(ORDERED_KEYS);
    }
  }

  @Test
  void listsMoreThanTheLargestPage() {
    if (refuses(Capability.LIST)) {
      return;
    }
    List<String> keys =
        IntStream.range(0, ListRequest.MAX_PAGE_SIZE + 50)
            .mapToObj(i -> "c/%04d".formatted(i))
            .toList();

    assertThat(listAll(open(objectsAt(keys)), ListRequest.all("")).keys())
        .containsExactlyElementsOf(keys);
  }

  @Test
  void listsUnderAPrefixThatNeedNotEndASegment() {
    if (refuses(Capability.LIST)) {
      return;
    }
    AsyncStore store = open(objectsAt(ORDERED_KEYS));

    for (String prefix : List.of("", "a", "a/", "a/b", "a/b/", "a/b/c", "a0", "b", "x", "a/x/")) {
      assertThat(listAll(store, ListRequest.all(prefix).pageSize(2)).keys())
          .as("prefix '%s'", prefix)
          .containsExactlyElementsOf(
              ORDERED_KEYS.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @Test
  void listsAfterAKey() {
    if (refuses(Capability.LIST)) {
      return;
    }
    AsyncStore store = open(objectsAt(ORDERED_KEYS));

    for (String start : List.of("A", "a", "a.b", "a/", "a/a", "a/b", "a/b/c", "a/zz", "b", "~")) {
      for (String prefix : List.of("", "a", "a/")) {
        ListRequest request = ListRequest.all(prefix).startAfter(start).pageSize(2);
        assertThat(listAll(store, request).keys())
            .as("prefix '%s' after '%s'", prefix, start)
            .containsExactlyElementsOf(
                ORDERED_KEYS.stream()
                    .filter(key -> key.startsWith(prefix) && Keys.ORDER.compare(key, start) > 0)
                    .toList());
      }
    }
  }

  @Test
  void listsNothingWhereNoKeyCanBe() {
    if (refuses(Capability.LIST) || refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(Map.of("a/b", DIGITS));

    for (String prefix : List.of("/", "//", "a//", "./", "../", "a/../", "a/./", "a/b/", "none/")) {
      assertThat(listAll(store, ListRequest.all(prefix)).isEmpty()).as(prefix).isTrue();
      assertThat(listAll(store, ListRequest.children(prefix)).isEmpty()).as(prefix).isTrue();
    }
  }

  @Test
  void listsAnEmptyStore() {
    if (refuses(Capability.LIST) || refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(Map.of());

    assertThat(listAll(store, ListRequest.all("")).isEmpty()).isTrue();
    assertThat(listAll(store, ListRequest.children("")).isEmpty()).isTrue();
  }

  @Test
  void listsTheChildrenOfADirectory() {
    if (refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(objectsAt(ORDERED_KEYS));

    for (int pageSize = 1; pageSize <= ORDERED_KEYS.size(); pageSize++) {
      Listing root = listAll(store, ListRequest.children("").pageSize(pageSize));
      assertThat(root.prefixes()).containsExactly("a/");
      assertThat(root.keys())
          .containsExactlyElementsOf(
              ORDERED_KEYS.stream().filter(key -> !key.contains("/")).toList());

      Listing a = listAll(store, ListRequest.children("a/").pageSize(pageSize));
      assertThat(a.prefixes()).containsExactly("a/b/");
      assertThat(a.keys()).containsExactly("a/a", "a/b0");
    }
  }

  @Test
  void groupsUnderAPrefixThatEndsNoSegment() {
    if (refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(objectsAt(List.of("ab/c/d", "ab/e", "abc/d", "abd", "b/c")));

    Listing listing = listAll(store, ListRequest.children("ab").pageSize(1));

    assertThat(listing.prefixes()).containsExactly("ab/", "abc/");
    assertThat(listing.keys()).containsExactly("abd");
  }

  @Test
  void aGroupedListingShowsSizes() {
    if (refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(Map.of("d/digits", DIGITS, "d/empty", new byte[0]));

    assertThat(listAll(store, ListRequest.children("d/")).objects())
        .extracting(ListedObject::size)
        .containsExactly(10L, 0L);
  }

  @Test
  void listsWhatWasPutAndNotWhatWasDeleted() {
    if (refuses(Capability.WRITE) || refuses(Capability.LIST) || refuses(Capability.GROUPED_LIST)) {
      return;
    }
    AsyncStore store = open(Map.of("a/b/c", DIGITS, "z", DIGITS));

    await(store.delete("a/b/c"));
    assertThat(listAll(store, ListRequest.all("")).keys()).containsExactly("z");
    assertThat(listAll(store, ListRequest.children("")).prefixes()).isEmpty();

    await(store.put("a/d", DIGITS));
    assertThat(listAll(store, ListRequest.all("")).keys()).containsExactly("a/d", "z");
    assertThat(listAll(store, ListRequest.children("")).prefixes()).containsExactly("a/");
  }

  /**
   * Also under other spellings of the keys, as file systems find them that fold case. On one page,
   * for LocalStack compares the next one's keys, percent-encoded, with the last key as it is.
   */
  @Test
  void aListingShowsWhateverAGetFinds() {
    if (refuses(Capability.LIST) || refuses(Capability.GROUPED_LIST)) {
      return;
    }
    for (int seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      List<String> keys = Stream.generate(() -> randomKey(random)).limit(30).distinct().toList();
      AsyncStore store = open(objectsAt(keys.stream().filter(key -> isLeaf(key, keys)).toList()));
      List<String> found = new ArrayList<>();
      store
          .getItems(keys.stream().flatMap(AsyncStoreContract::spellings).toList())
          .forEach(
              (key, item) -> {
                if (await(item) instanceof Found) {
                  found.add(key);
                }
              });

      if (store.listsCompletely()) {
        assertThat(listAll(store, ListRequest.all("")).keys())
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(found);
        assertThat(walk(store, "")).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(found);
      }
    }
  }

  private static String randomKey(Random random) {
    List<String> names =
        List.of("a", "A", "b", "0", "9", "10", "a.b", ".a", "a..", "a b", "a+b", "a%2Fb", "%41");
    return Stream.generate(() -> names.get(random.nextInt(names.size())))
        .limit(1 + random.nextInt(3))
        .collect(Collectors.joining("/"));
  }

  private static boolean isLeaf(String key, List<String> keys) {
    return keys.stream().noneMatch(other -> other.startsWith(key + "/"));
  }

  private static Stream<String> spellings(String key) {
    String decoded = URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
    return Stream.of(
        key,
        key.toUpperCase(Locale.ROOT),
        key.toLowerCase(Locale.ROOT),
        decoded,
        key.replace('+', ' '),
        key.replace(' ', '+'),
        key + ".",
        key + " ",
        key + "/a",
        key.substring(0, key.lastIndexOf('/') + 1) + "c");
  }

  private static List<String> walk(AsyncStore store, String prefix) {
    Listing children = listAll(store, ListRequest.children(prefix));
    return Stream.concat(
            children.keys().stream(),
            children.prefixes().stream().flatMap(directory -> walk(store, directory).stream()))
        .toList();
  }

  // -------------------------------------------------------------------------------- Many threads

  @Test
  void manyThreadsReadAtOnce() {
    Map<String, byte[]> objects =
        objectsAt(IntStream.range(0, 20).mapToObj(i -> "k/" + i).toList());
    AsyncStore store = open(objects);

    onThreads(
        8,
        thread -> {
          for (int i = 0; i < 100; i++) {
            String key = "k/" + (thread * 7 + i) % 25;
            byte[] expected = objects.get(key);
            Fetched fetched = await(store.get(key));
            if (expected == null) {
              assertThat(fetched).isEqualTo(Fetched.MISSING);
            } else {
              assertFound(fetched, expected, expected.length);
            }
          }
        });
  }

  @Test
  void aReaderNeverSeesAPartOfAPut() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of("dir/key", uniform(0)));

    onThreads(
        8,
        thread -> {
          for (int i = 0; i < 25; i++) {
            if (thread % 2 == 0) {
              await(store.put("dir/key", uniform(thread)));
            } else {
              byte[] seen = ((Found) await(store.get("dir/key"))).bytes();
              assertThat(Arrays.equals(seen, uniform(seen[0]))).as("one value, whole").isTrue();
            }
          }
        });
  }

  /** A value that shows a mixture with another one, by bytes as by length. */
  private static byte[] uniform(int i) {
    byte[] value = new byte[100_000 + 1_000 * i];
    Arrays.fill(value, (byte) i);
    return value;
  }

  @Test
  void manyThreadsPutAndDelete() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    AsyncStore store = open(Map.of());

    onThreads(
        8,
        thread -> {
          for (int i = 0; i < 25; i++) {
            String key = "shared/" + i % 3 + "/" + thread + "." + i;
            await(store.put(key, bytes(key)));
            assertFound(await(store.get(key)), bytes(key), key.length());
            if (i % 5 != 0) {
              await(store.delete(key));
              assertThat(await(store.get(key))).isEqualTo(Fetched.MISSING);
            }
          }
        });

    for (int thread = 0; thread < 8; thread++) {
      for (int i = 0; i < 25; i += 5) {
        String key = "shared/" + i % 3 + "/" + thread + "." + i;
        assertFound(await(store.get(key)), bytes(key), key.length());
      }
    }
  }

  @Test
  void manyPutsAtOnce() {
    if (refuses(Capability.WRITE)) {
      return;
    }
    List<String> keys = IntStream.range(0, 500).mapToObj(i -> "d" + i % 7 + "/" + i).toList();

    AsyncStore store = fill(open(Map.of()), objectsAt(keys));

    keys.forEach(key -> assertFound(await(store.get(key)), bytes(key), key.length()));
  }

  // ------------------------------------------------------------------------------------- Closing

  @Test
  void failsAfterAClose() {
    if (refuses(Capability.CLOSE)) {
      return;
    }
    AsyncStore store = open(Map.of("a", DIGITS));

    store.close();
    store.close();

    assertFailed(store.get("a"), Kind.CLOSED, store, "a");
    assertFailed(store.get("a", ByteRange.suffix(1)), Kind.CLOSED, store, "a");
    store
        .getItems(List.of("a", "b"))
        .forEach((key, item) -> assertFailed(item, Kind.CLOSED, store, key));
    if (!refuses(Capability.WRITE)) {
      assertFailed(store.put("a", DIGITS), Kind.CLOSED, store, "a");
      assertFailed(store.delete("a"), Kind.CLOSED, store, "a");
    }
    if (!refuses(Capability.LIST)) {
      assertFailed(store.list(ListRequest.all("p")), Kind.CLOSED, store, "p");
    }
  }

  @Test
  void aCloseCompletesWhatIsUnderWay() {
    AsyncStore store = open(Map.of("digits", DIGITS));
    List<CompletableFuture<Fetched>> gets = Collections.synchronizedList(new ArrayList<>());

    onThreads(
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            if (thread == 0 && i == 50) {
              store.close();
            }
            gets.add(store.get("digits"));
          }
        });

    for (CompletableFuture<Fetched> get : gets) {
      Throwable failure = catchThrowable(() -> get.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
      if (failure == null) {
        assertDigits(await(get));
      } else {
        assertThat(awaitFailure(get).kind()).isEqualTo(Kind.CLOSED);
      }
    }
  }

  // ------------------------------------------------------------------------------------- Helpers

  private AsyncStore open(Map<String, byte[]> objects) {
    try {
      AsyncStore store = storeWith(objects);
      opened.add(store);
      return store;
    } catch (Exception e) {
      throw new AssertionError("There is no store to test: " + e, e);
    }
  }

  /**
   * Says whether the store is without a capability, and if so checks that it says so to callers.
   */
  private boolean refuses(Capability capability) {
    if (capabilities().contains(capability)) {
      return false;
    }
    AsyncStore store = open(Map.of("a", DIGITS));
    switch (capability) {
      case WRITE -> {
        assertUnsupported(store.put("b", DIGITS), store, "b");
        assertUnsupported(store.delete("a"), store, "a");
        assertDigits(await(store.get("a")));
      }
      case LIST -> assertUnsupported(store.list(ListRequest.all("a")), store, "a");
      case GROUPED_LIST -> assertUnsupported(store.list(ListRequest.children("a")), store, "a");
      case UNICODE_KEYS -> assertUnsupported(store.get("😀"), store, "😀");
      case NESTED_OBJECTS -> {
        if (capabilities().contains(Capability.WRITE)) {
          assertUnsupported(store.put("a/b", DIGITS), store, "a/b");
          AsyncStore other = open(Map.of("a/b/c", DIGITS));
          assertUnsupported(other.put("a", DIGITS), other, "a");
          assertUnsupported(other.put("a/b", DIGITS), other, "a/b");
          assertDigits(await(other.get("a/b/c")));
        }
      }
      case CONDITIONAL_PUT ->
          assertUnsupported(store.put("b", DIGITS, Condition.ABSENT), store, "b");
      case CLOSE -> {
        store.close();
        assertDigits(await(store.get("a")));
      }
    }
    return true;
  }

  private static void assertUnsupported(CompletableFuture<?> future, AsyncStore store, String key) {
    assertFailed(future, Kind.UNSUPPORTED, store, key);
  }

  private static void assertFailed(
      CompletableFuture<?> future, Kind kind, AsyncStore store, String key) {
    StoreException failure = awaitFailure(future);
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains(failure.key(), failure.url(), failure.store());
    assertThat(failure.url()).isEqualTo(store.url(key));
  }

  private static void assertDigits(Fetched fetched) {
    assertFound(fetched, DIGITS, 10);
  }

  private static void assertFound(Fetched fetched, byte[] bytes, long objectSize) {
    assertThat(fetched).isInstanceOf(Found.class);
    Found found = (Found) fetched;
    assertThat(found.bytes()).isEqualTo(bytes);
    assertThat(found.objectSize()).isEqualTo(objectSize);
  }

  private static CompletableFuture<Fetched> item(
      Map<String, CompletableFuture<Fetched>> items, String key) {
    CompletableFuture<Fetched> item = items.get(key);
    return Objects.requireNonNull(item, key);
  }

  private static Map<String, byte[]> objectsAt(List<String> keys) {
    Map<String, byte[]> objects = new HashMap<>();
    keys.forEach(key -> objects.put(key, bytes(key)));
    return objects;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** All pages of a listing. */
  private record Listing(List<ListedObject> objects, List<String> prefixes) {
    List<String> keys() {
      return objects.stream().map(ListedObject::key).toList();
    }

    boolean isEmpty() {
      return objects.isEmpty() && prefixes.isEmpty();
    }
  }

  private static Listing listAll(AsyncStore store, ListRequest first) {
    Listing all = new Listing(new ArrayList<>(), new ArrayList<>());
    ListRequest request = first;
    for (int pages = 0; request != null; pages++) {
      assertThat(pages).as("pages so far").isLessThan(10_000);
      ListPage page = await(store.list(request));
      assertThat(page.objects().size() + page.prefixes().size())
          .isLessThanOrEqualTo(first.pageSize());
      all.objects().addAll(page.objects());
      all.prefixes().addAll(page.prefixes());
      request = page.next();
    }
    return all;
  }

  private interface ThreadTask {
    void run(int thread) throws Exception;
  }

  /** Runs a task on threads that start together, and waits for all; the first failure is thrown. */
  private static void onThreads(int count, ThreadTask task) {
    CyclicBarrier start = new CyclicBarrier(count);
    List<CompletableFuture<Void>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      CompletableFuture<Void> result = new CompletableFuture<>();
      results.add(result);
      Thread runner =
          new Thread(
              () -> {
                try {
                  start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                  task.run(thread);
                  result.complete(null);
                } catch (Throwable e) {
                  result.completeExceptionally(e);
                }
              });
      runner.setDaemon(true);
      runner.start();
    }
    results.forEach(AsyncStoreContract::await);
  }
}
