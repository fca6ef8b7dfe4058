package dev.zarrasync.array;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.array.ChunkPart.Runs;
import dev.zarrasync.array.ShardRead.Shards;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.PartsInFlight;
import dev.zarrasync.array.internal.PartsInFlight.Task;
import dev.zarrasync.array.internal.PartsInFlight.Window;
import dev.zarrasync.array.internal.ShardIndices;
import dev.zarrasync.codec.Codec.Decoder;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.fetch.ListingOptions;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.jfr.internal.ReadEvent;
import dev.zarrasync.jfr.internal.Recordings;
import dev.zarrasync.plan.internal.KnownObjects;
import dev.zarrasync.plan.internal.PlannedGet;
import dev.zarrasync.plan.internal.ReadPlan;
import dev.zarrasync.plan.internal.ReadPlan.Fetch;
import dev.zarrasync.plan.internal.ReadPlan.Skip;
import dev.zarrasync.plan.internal.ReadPlan.Step;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.internal.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads regions of one array: plans which chunks to fetch, fetches them together, decodes each as
 * it arrives, and copies it straight into the caller's buffer. Safe for use by many threads.
 */
public final class RegionReader {

  /** So many chunks are decoded while they come: at 50 MB/s each they fill a line of 14 Gbit/s. */
  private static final int WHILE_RECEIVING = 36;

  /**
   * Or so many that these bytes are on their way: about what such a line brings in a tenth of a
   * second.
   */
  private static final int BYTES_WHILE_RECEIVING = 192 << 20;

  private final AsyncStore store;
  private final String path;
  private final ListingOptions listing;
  private final Progress progress;
  private final KnownObjects known;
  private final ChunkGrid grid;
  private final ChunkGrid innerGrid;
  private final ChunkFormat format;
  private final @Nullable Shards shards;

  /**
   * Reads an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @param options whether to list the chunks, where decoded ones are remembered, and who follows
   */
  public RegionReader(AsyncStore store, String path, ArrayMetadata metadata, ArrayOptions options) {
    this.store = store;
    this.path = path;
    this.listing = options.listing();
    this.progress = options.progress();
    this.known = KnownObjects.of(store, path);
    this.grid = ChunkGrid.of(path, metadata);
    ArrayMetadata inner = metadata.inner();
    ShardCodec codec = metadata.shards();
    this.innerGrid = ChunkGrid.of(path, inner);
    this.format = new ChunkFormat(store, inner, codec == null ? options.decodedCache() : null);
    this.shards =
        codec == null
            ? null
            : new Shards(
                store,
                codec,
                new ShardIndices(store, codec),
                metadata.chunks(),
                innerGrid,
                format.chunkBytes(),
                metadata.type().isFixed());
  }

  /**
   * Plans a read without sending anything.
   *
   * @param shape the region's shape
   * @param offset the index of the region's first element in the array
   * @return the plan
   */
  public PlannedRead plan(int[] shape, long[] offset) {
    ReadPlan<?> plan = planOf(shape, offset);
    int chunks = chunks(shape, offset);
    String explain = plan.explain();
    return new PlannedRead(
        chunks, shards == null ? explain : explain + "\n" + shards.explain(chunks));
  }

  private ReadPlan<ChunkPart> planOf(int[] shape, long[] offset) {
    Selection wanted = new Selection(grid, shape, offset);
    return new ReadPlan<>(store, wanted, room(wanted.count()), known, listing);
  }

  /** How many bytes a chunk of a read takes at most while it is under way. */
  private long room(int chunks) {
    if (shards != null) {
      return Math.min(shards.bytes(), Ranges.bytes(store.limits()));
    }
    return decodesWhileReceiving(chunks) ? BodySink.ROOM : format.chunkBytes();
  }

  private boolean decodesWhileReceiving(int chunks) {
    return shards == null && store.limits().passesOn() && format.decodesWhileReceiving(chunks);
  }

  /**
   * Makes a Java array for a region.
   *
   * @param count how many elements the region has
   * @return an array in which elements are kept without a cast
   */
  public Object newRegion(int count) {
    return format.elements().newArray(count);
  }

  /**
   * Returns the value of elements that are not stored.
   *
   * @return a region of one element
   */
  public Object fillValue() {
    Object region = newRegion(1);
    format.fill(region, 0, 1);
    return region;
  }

  /**
   * Checks that a Java array can hold a region.
   *
   * @param region the array
   * @param count how many elements the region has
   * @throws IllegalArgumentException if it cannot, or has another length
   */
  public void checkRegion(Object region, int count) {
    int length = format.elements().count(region);
    if (length != count) {
      throw new IllegalArgumentException(
          "The region has %d elements, and the array %d".formatted(count, length));
    }
  }

  /**
   * Reads a region. What of it is past the array's shape but inside a chunk has the chunk's
   * padding; chunks that are not stored have the fill value; what is before every chunk is left as
   * it is.
   *
   * @param buffer where the region goes, in C order: an array of a primitive type but boolean, into
   *     which elements are cast
   * @param shape the region's shape, each length at least 1; its product is the length of {@code
   *     buffer}
   * @param offset the index of the region's first element in the array
   * @return completes when the buffer is filled; fails with a {@link StoreException} and then
   *     nothing writes to the buffer any more. Cancelling it cancels the requests.
   */
  public CompletableFuture<Void> read(Object buffer, int[] shape, long[] offset) {
    return read(new Target(buffer), shape, offset);
  }

  /**
   * Reads a region into a new Java array, which is made once the first requests are on their way.
   *
   * @param count how many elements the region has, at least 1
   * @param shape the region's shape
   * @param offset the index of the region's first element in the array
   * @return the array, as {@link #newRegion} makes it, when it is filled; fails with a {@link
   *     StoreException}. Cancelling it cancels the requests.
   * @throws OutOfMemoryError if the heap has no room for it
   */
  public CompletableFuture<Object> readNew(int count, int[] shape, long[] offset) {
    Target target = new Target(count, format.elements());
    CompletableFuture<Void> read = read(target, shape, offset);
    try {
      return new NewRegion(read, target.take());
    } catch (OutOfMemoryError e) {
      read.cancel(true);
      throw e;
    }
  }

  private static final class NewRegion extends Reply<Object>
      implements BiConsumer<Void, @Nullable Throwable> {
    private final CompletableFuture<Void> read;
    private final Object region;

    NewRegion(CompletableFuture<Void> read, Object region) {
      this.read = read;
      this.region = region;
      Reply.follow(read, this);
    }

    @Override
    public void accept(Void nothing, @Nullable Throwable failure) {
      end(region, failure);
    }

    @Override
    protected void over() {
      read.cancel(true);
    }
  }

  private CompletableFuture<Void> read(Target target, int[] shape, long[] offset) {
    ReadPlan<ChunkPart> plan = planOf(shape, offset);
    Read read = new Read(target, plan, chunks(shape, offset));
    ReadEvent event =
        Recordings.wantReads()
            ? ReadEvent.begun(store.url(path), shape, offset, plan.count())
            : null;
    CompletableFuture<Void> done = read.run();
    return event == null ? done : recorded(done, event, read.bytes);
  }

  private int chunks(int[] shape, long[] offset) {
    return new Selection(innerGrid, shape, offset).count();
  }

  /** Records the event before others know that the read is over. */
  private static CompletableFuture<Void> recorded(
      CompletableFuture<Void> done, ReadEvent event, AtomicLong bytes) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    done.whenComplete(
        (nothing, failure) -> {
          event.ended(bytes.get(), failure);
          if (failure == null) {
            result.complete(null);
          } else {
            result.completeExceptionally(failure);
          }
        });
    result.whenComplete((nothing, failure) -> done.cancel(false));
    return result;
  }

  /** One read under way. */
  private final class Read implements PartsInFlight.Source<Step<ChunkPart>>, ShardRead.Receiver {
    final Target target;
    final ReadPlan<ChunkPart> plan;
    final int chunks;
    final boolean decodesWhileReceiving;
    final long readBytes;

    /**
     * Whether what is missing has its values already: not where pieces are copied before their
     * chunk is known to be there, as of a sink or a shard.
     */
    final boolean isFilled;

    final AtomicLong done = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();

    Read(Target target, ReadPlan<ChunkPart> plan, int chunks) {
      this.target = target;
      this.plan = plan;
      this.chunks = chunks;
      this.decodesWhileReceiving = decodesWhileReceiving(plan.count());
      this.readBytes = (long) chunks * format.chunkBytes();
      this.isFilled =
          target.isNew() && format.isFilledWithZeros() && !decodesWhileReceiving && shards == null;
    }

    CompletableFuture<Void> run() {
      PartsInFlight<Step<ChunkPart>> parts = new PartsInFlight<>(this, window());
      plan.onChange(parts);
      return parts.start();
    }

    @Override
    public void close() {
      plan.close();
      target.close();
    }

    private Window window() {
      Window window = Window.of(store.limits());
      if (!decodesWhileReceiving) {
        return window;
      }
      int most = Math.max(WHILE_RECEIVING, BYTES_WHILE_RECEIVING / format.chunkBytes());
      return new Window(Math.min(window.tasks(), most), window.bytes());
    }

    @Override
    public @Nullable Step<ChunkPart> poll() {
      return plan.poll();
    }

    @Override
    public boolean isOver() {
      return plan.isOver();
    }

    @Override
    public long bytes(Step<ChunkPart> step) {
      if (!(step instanceof Fetch<ChunkPart> fetch)) {
        return 0;
      }
      if (shards != null) {
        return (long) shards.count(fetch.item()) * format.chunkBytes();
      }
      long bytes = fetch.get().bytes(format.chunkBytes());
      return isReceivedWhole(fetch) ? bytes : Math.min(bytes, BodySink.ROOM);
    }

    private boolean isReceivedWhole(Fetch<ChunkPart> fetch) {
      return fetch.get().ranges() > 1 || !decodesWhileReceiving;
    }

    @Override
    public Task task(Step<ChunkPart> step) {
      if (!(step instanceof Fetch<ChunkPart> fetch)) {
        return new SkippedChunk(((Skip<ChunkPart>) step).item());
      }
      return shards == null
          ? new FetchedChunk(fetch)
          : new ShardRead(shards, fetch.get(), fetch.item(), readBytes, this);
    }

    /** A chunk of which another part is read is likely to be read in many: then all of it is. */
    private ByteRange range(ChunkPart part) {
      ByteRange range = format.range(part);
      return range instanceof ByteRange.Span && known.isReadInPart(part.key())
          ? ByteRange.ALL
          : range;
    }

    private @Nullable Throwable failureOf(ChunkPart part, ByteRange range, Fetched fetched) {
      try {
        place(part, range, fetched);
        return null;
      } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
        return e;
      }
    }

    @Override
    public void take(ChunkPart part, Fetched chunk) throws IOException {
      place(part, ByteRange.ALL, chunk);
    }

    @Override
    public void answered(PlannedGet get, boolean found) {
      plan.answered(get, found);
    }

    private void place(ChunkPart part, ByteRange range, Fetched fetched) throws IOException {
      long size = 0;
      if (fetched instanceof Fetched.Found found) {
        if (!found.isPassedOn()) {
          format.copy(part, range, found, target.array());
        }
        size = found.length();
      } else if (!isFilled) {
        for (Runs runs = new Runs(part); runs.isLeft(); runs.advance()) {
          format.fill(target.array(), runs.inRegion(), runs.length());
        }
      }
      int taken = shards == null ? 1 : shards.count(part);
      progress.update(done.addAndGet(taken), chunks, bytes.addAndGet(size));
    }

    /** A chunk that is known to be missing. */
    private final class SkippedChunk implements Task {
      private final ChunkPart part;

      SkippedChunk(ChunkPart part) {
        this.part = part;
      }

      @Override
      public void start(Consumer<@Nullable Throwable> over) {
        Workers.run(() -> over.accept(failureOf(part, ByteRange.ALL, Fetched.MISSING)));
      }

      @Override
      public void cancel() {}
    }

    /** A chunk under way: got, and on the worker that takes the answer decoded and placed. */
    private final class FetchedChunk
        implements Task, BiConsumer<Fetched, @Nullable Throwable>, Runnable {
      private final Fetch<ChunkPart> fetch;
      private final ByteRange range;
      private final @Nullable ChunkSink sink;
      private volatile @Nullable CompletableFuture<Fetched> get;
      private @Nullable Consumer<@Nullable Throwable> over;
      private @Nullable Fetched answer;

      FetchedChunk(Fetch<ChunkPart> fetch) {
        this.fetch = fetch;
        this.range = range(fetch.item());
        this.sink = isReceivedWhole(fetch) ? null : new ChunkSink(fetch.item());
      }

      @Override
      public void start(Consumer<@Nullable Throwable> isOver) {
        over = isOver;
        GetOptions options = GetOptions.of(range).readBytes(readBytes).sink(sink);
        CompletableFuture<Fetched> sent = fetch.get().send(store, options);
        get = sent;
        Reply.follow(sent, this);
      }

      /** The answer is there. */
      @Override
      public void accept(Fetched fetched, @Nullable Throwable failure) {
        if (sink != null) {
          sink.close(); // What an attempt before has left to be taken must not come after.
        }
        if (failure != null) {
          requireNonNull(over).accept(failure);
          return;
        }
        answer = fetched;
        try {
          if (target.isThere(this)) {
            Workers.run(this);
          }
        } catch (OutOfMemoryError e) { // It may have begun all the same.
          requireNonNull(over).accept(e);
        }
      }

      /** Decodes it, on a worker. */
      @Override
      public void run() {
        Fetched fetched = requireNonNull(answer);
        answer = null;
        plan.answered(fetch.get(), fetched instanceof Fetched.Found);
        requireNonNull(over).accept(failureOf(fetch.item(), range, fetched));
      }

      @Override
      public void cancel() {
        CompletableFuture<Fetched> sent = get;
        if (sent != null) {
          sent.cancel(true);
        }
      }
    }

    /** Decodes a chunk while it is received, and copies a part of it to the buffer. */
    private final class ChunkSink implements BodySink {
      private final ChunkPart part;

      // Guarded by this.
      private @Nullable Decoder decoder;
      private boolean closed;

      ChunkSink(ChunkPart part) {
        this.part = part;
      }

      @Override
      public synchronized void begin() {
        free();
        decoder = closed ? null : format.decoder(part, target.array());
      }

      @Override
      public synchronized void take(byte[] bytes, int start, int length) throws StoreException {
        if (decoder != null) {
          format.take(decoder, part.key(), bytes, start, length);
        }
      }

      @Override
      public synchronized void end() throws StoreException {
        if (decoder != null) {
          format.end(decoder, part.key());
        }
      }

      /** Frees what decoding holds. Nothing is copied any more. */
      synchronized void close() {
        closed = true;
        free();
      }

      private void free() {
        if (decoder != null) {
          decoder.close();
          decoder = null;
        }
      }
    }
  }
}
