package dev.zarrasync.metrics;

import dev.zarrasync.cache.CacheStatistics;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.prefetch.ReadAheadReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a store: those of its requests, its caches and its reading ahead, as far as they are
 * given. Each has the tag {@code store}. They ask for the counts when the registry is read, and
 * cost nothing otherwise.
 *
 * <p>Immutable. A registry that it is bound to keeps the store in memory as long as it has the
 * meters. {@code docs/observability.md} has their names.
 */
public final class ZarrAsyncMetrics implements MeterBinder {

  private final Tags tags;
  private final List<MeterBinder> meters;

  private ZarrAsyncMetrics(Tags tags, List<MeterBinder> meters) {
    this.tags = tags;
    this.meters = meters;
  }

  /**
   * Starts with no meters.
   *
   * @param store the value of the tag {@code store}: a name of yours, the same for all meters of
   *     the store
   * @return what meters are to be added to
   */
  public static ZarrAsyncMetrics named(String store) {
    return new ZarrAsyncMetrics(Tags.of("store", store), List.of());
  }

  /**
   * Adds the meters of requests.
   *
   * @param statistics such as {@code store::fetchStatistics}, safe for use by many threads
   * @return this with those meters
   */
  public ZarrAsyncMetrics requests(Supplier<FetchStatistics> statistics) {
    return with(registry -> bindRequests(new Meters<>(registry, tags, statistics)));
  }

  /**
   * Adds the meters of the cache for objects as they are stored.
   *
   * @param statistics such as {@code store::cacheStatistics}, safe for use by many threads
   * @return this with those meters
   */
  public ZarrAsyncMetrics cache(Supplier<CacheStatistics> statistics) {
    return cache("encoded", statistics);
  }

  /**
   * Adds the meters of a cache for decoded chunks.
   *
   * @param statistics such as {@code decodedCache::statistics}, safe for use by many threads
   * @return this with those meters
   */
  public ZarrAsyncMetrics decodedCache(Supplier<CacheStatistics> statistics) {
    return cache("decoded", statistics);
  }

  private ZarrAsyncMetrics cache(String name, Supplier<CacheStatistics> statistics) {
    return with(registry -> bindCache(new Meters<>(registry, tags.and("cache", name), statistics)));
  }

  /**
   * Adds the meters of reading ahead.
   *
   * @param report such as {@code jzarrStore::readAhead}, safe for use by many threads
   * @return this with those meters
   */
  public ZarrAsyncMetrics readAhead(Supplier<ReadAheadReport> report) {
    return with(registry -> bindReadAhead(new Meters<>(registry, tags, report)));
  }

  private ZarrAsyncMetrics with(MeterBinder more) {
    List<MeterBinder> all = new ArrayList<>(meters);
    all.add(more);
    return new ZarrAsyncMetrics(tags, List.copyOf(all));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    meters.forEach(meter -> meter.bindTo(registry));
  }

  private static void bindRequests(Meters<FetchStatistics> meters) {
    meters.timer("requests", s -> s.requests() - s.inFlight(), FetchStatistics::nanos);
    meters.counter("requests.failed", FetchStatistics::failures);
    meters.counter("requests.retried", FetchStatistics::retries);
    meters.counter("requests.hedged", FetchStatistics::hedges);
    meters.counter("requests.throttled", FetchStatistics::throttles);
    meters.gauge("requests.active", FetchStatistics::inFlight);
    meters.gauge("requests.waiting", FetchStatistics::waiting);
    meters.gauge("requests.limit", FetchStatistics::limit);
    meters.counterOfBytes("received", FetchStatistics::bytesReceived);
    meters.gaugeOfBytes("buffered", FetchStatistics::bytesInFlight);
  }

  private static void bindCache(Meters<CacheStatistics> meters) {
    meters.tagged("result", "hit").counter("cache.gets", CacheStatistics::hits);
    meters.tagged("result", "miss").counter("cache.gets", CacheStatistics::misses);
    meters.tagged("result", "shared").counter("cache.gets", CacheStatistics::sharedLoads);
    meters.tagged("result", "revalidated").counter("cache.gets", CacheStatistics::revalidations);
    meters.counter("cache.evictions", CacheStatistics::evictions);
    meters.counterOfBytes("cache.evicted", CacheStatistics::evictedBytes);
    meters.gaugeOfBytes("cache.size", CacheStatistics::bytes);
  }

  private static void bindReadAhead(Meters<ReadAheadReport> meters) {
    meters.tagged("result", "used").counter("readahead", ReadAheadReport::chunksUsed);
    meters.tagged("result", "wasted").counter("readahead", ReadAheadReport::chunksInVain);
    meters.counterOfBytes("readahead.wasted", ReadAheadReport::bytesInVain);
  }

  /**
   * Registers meters of one source. A registry has no more than a weak reference to what a meter is
   * of; here the function of the meter has the source, so it stays.
   *
   * @param source tells the counts of the moment
   * @param <S> the type of the counts
   */
  private record Meters<S>(MeterRegistry registry, Tags tags, Supplier<S> source) {

    private static final String PREFIX = "zarrasync.";

    Meters<S> tagged(String key, String value) {
      return new Meters<>(registry, tags.and(key, value), source);
    }

    void counter(String name, ToDoubleFunction<S> count) {
      counter(name, null, count);
    }

    void counterOfBytes(String name, ToDoubleFunction<S> count) {
      counter(name, BaseUnits.BYTES, count);
    }

    private void counter(String name, @Nullable String unit, ToDoubleFunction<S> count) {
      FunctionCounter.builder(PREFIX + name, source, s -> count.applyAsDouble(source.get()))
          .tags(tags)
          .baseUnit(unit)
          .register(registry);
    }

    void gauge(String name, ToDoubleFunction<S> value) {
      gauge(name, null, value);
    }

    void gaugeOfBytes(String name, ToDoubleFunction<S> value) {
      gauge(name, BaseUnits.BYTES, value);
    }

    private void gauge(String name, @Nullable String unit, ToDoubleFunction<S> value) {
      Gauge.builder(PREFIX + name, () -> value.applyAsDouble(source.get()))
          .tags(tags)
          .baseUnit(unit)
          .register(registry);
    }

    void timer(String name, ToLongFunction<S> count, ToDoubleFunction<S> nanos) {
      FunctionTimer.builder(
              PREFIX + name,
              source,
              s -> count.applyAsLong(source.get()),
              s -> nanos.applyAsDouble(source.get()),
              TimeUnit.NANOSECONDS)
          .tags(tags)
          .register(registry);
    }
  }
}
