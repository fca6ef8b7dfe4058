package dev.zarrasync.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.cache.CacheStatistics;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.prefetch.ReadAheadReport;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ZarrAsyncMetricsTest {

  private static final FetchStatistics REQUESTS =
      new FetchStatistics(256, 3, 4, 500, 13, 6, 7, 8, 9, 1_000, 2_000_000_000L);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private double value(String name, String... tags) {
    Meter meter = registry.get("zarrasync." + name).tag("store", "survey").tags(tags).meter();
    return meter.measure().iterator().next().getValue();
  }

  @Test
  void requestsHaveMeters() {
    ZarrAsyncMetrics.named("survey").requests(() -> REQUESTS).bindTo(registry);

    assertThat(value("requests.limit")).isEqualTo(256);
    assertThat(value("requests.active")).isEqualTo(3);
    assertThat(value("requests.waiting")).isEqualTo(4);
    assertThat(value("buffered")).isEqualTo(500);
    assertThat(value("requests.failed")).isEqualTo(6);
    assertThat(value("requests.retried")).isEqualTo(7);
    assertThat(value("requests.hedged")).isEqualTo(8);
    assertThat(value("requests.throttled")).isEqualTo(9);
    assertThat(value("received")).isEqualTo(1_000);
    FunctionTimer timer = registry.get("zarrasync.requests").functionTimer();
    assertThat(timer.count()).as("those that have ended").isEqualTo(10);
    assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(200);
    assertThat(registry.get("zarrasync.received").meter().getId().getBaseUnit()).isEqualTo("bytes");
  }

  @Test
  void cachesHaveMetersOfTheirOwn() {
    ZarrAsyncMetrics.named("survey")
        .cache(() -> new CacheStatistics(1, 2, 3, 4, 5, 6, 7))
        .decodedCache(() -> new CacheStatistics(11, 12, 0, 0, 15, 16, 17))
        .bindTo(registry);

    assertThat(value("cache.gets", "cache", "encoded", "result", "hit")).isEqualTo(1);
    assertThat(value("cache.gets", "cache", "encoded", "result", "miss")).isEqualTo(2);
    assertThat(value("cache.gets", "cache", "encoded", "result", "shared")).isEqualTo(3);
    assertThat(value("cache.gets", "cache", "encoded", "result", "revalidated")).isEqualTo(4);
    assertThat(value("cache.evictions", "cache", "encoded")).isEqualTo(5);
    assertThat(value("cache.evicted", "cache", "encoded")).isEqualTo(6);
    assertThat(value("cache.size", "cache", "encoded")).isEqualTo(7);
    assertThat(value("cache.gets", "cache", "decoded", "result", "hit")).isEqualTo(11);
    assertThat(value("cache.size", "cache", "decoded")).isEqualTo(17);
  }

  @Test
  void readingAheadHasMeters() {
    ZarrAsyncMetrics.named("survey")
        .readAhead(() -> new ReadAheadReport(8, 2, 99))
        .bindTo(registry);

    assertThat(value("readahead", "result", "used")).isEqualTo(8);
    assertThat(value("readahead", "result", "wasted")).isEqualTo(2);
    assertThat(value("readahead.wasted")).isEqualTo(99);
  }

  @Test
  void twoStoresAreToldApart() {
    ZarrAsyncMetrics.named("survey").requests(() -> REQUESTS).bindTo(registry);
    ZarrAsyncMetrics.named("other").requests(() -> REQUESTS).bindTo(registry);
    assertThat(registry.get("zarrasync.received").tag("store", "other").meter()).isNotNull();
    assertThat(registry.find("zarrasync.received").meters()).hasSize(2);
  }

  @Test
  void metersStayWhenNobodyElseKeepsTheirSource() {
    Supplier<FetchStatistics> source = new Source();
    WeakReference<Supplier<FetchStatistics>> kept = new WeakReference<>(source);
    ZarrAsyncMetrics.named("survey").requests(source).bindTo(registry);
    source = null;
    System.gc();

    assertThat(kept.get()).isNotNull();
    for (Meter meter : registry.getMeters()) {
      assertThat(meter.measure()).extracting(Measurement::getValue).doesNotContain(Double.NaN, 0.0);
    }
  }

  private static final class Source implements Supplier<FetchStatistics> {
    @Override
    public FetchStatistics get() {
      return REQUESTS;
    }
  }
}
