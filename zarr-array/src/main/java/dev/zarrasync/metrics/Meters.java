package dev.zarrasync.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters of one source. A registry has no more than a weak reference to what a meter is
 * of; here the function of the meter has the source, so it stays.
 *
 * @param source tells the counts of the moment
 * @param <S> the type of the counts
 */
record Meters<S>(MeterRegistry registry, Tags tags, Supplier<S> source) {

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
