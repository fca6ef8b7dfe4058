package dev.zarrasync.remote;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The options of a URL that are methods of a builder, by name.
 *
 * @param <B> the builder
 */
public final class BuilderOptions<B> {

  private final Map<String, BiConsumer<B, String>> setters = new TreeMap<>();

  private BuilderOptions() {}

  /**
   * Lists the options that all builders of stores on servers have.
   *
   * @param <B> the builder
   * @return a new list, to be added to
   */
  public static <B extends RemoteStoreBuilder<B>> BuilderOptions<B> common() {
    return new BuilderOptions<B>()
        .number("maxInFlight", RemoteStoreBuilder::maxInFlight)
        .bytes("maxBytesInFlight", RemoteStoreBuilder::maxBytesInFlight)
        .bytes("cacheBytes", RemoteStoreBuilder::cacheBytes)
        .time("revalidateAfter", RemoteStoreBuilder::revalidateAfter)
        .time("requestTimeout", RemoteStoreBuilder::requestTimeout)
        .time("connectTimeout", RemoteStoreBuilder::connectTimeout)
        .number("maxAttempts", RemoteStoreBuilder::maxAttempts)
        .time("deadline", RemoteStoreBuilder::deadline)
        .time("stallTimeout", RemoteStoreBuilder::stallTimeout)
        .flag("hedging", RemoteStoreBuilder::hedging)
        .url("proxy", RemoteStoreBuilder::proxy);
  }

  /**
   * Adds an option.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> text(String name, BiConsumer<B, String> set) {
    setters.put(name, set);
    return this;
  }

  /**
   * Adds an option that is {@code true} or {@code false}.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> flag(String name, BiConsumer<B, Boolean> set) {
    return parsed(name, "true or false", BuilderOptions::flag, set);
  }

  private static boolean flag(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException();
    }
    return value.equals("true");
  }

  /**
   * Adds an option that is a number.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> number(String name, BiConsumer<B, Integer> set) {
    return parsed(name, "a whole number", Integer::valueOf, set);
  }

  /**
   * Adds an option that is a number of bytes.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> bytes(String name, BiConsumer<B, Long> set) {
    return parsed(name, "a number of bytes", Long::valueOf, set);
  }

  /**
   * Adds an option that is a time, such as {@code 30s} or {@code 1m}.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> time(String name, BiConsumer<B, Duration> set) {
    return parsed(name, "a time such as 30s or 1m", BuilderOptions::time, set);
  }

  private static Duration time(String value) {
    return Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
  }

  /**
   * Adds an option that is a URL.
   *
   * @param name its name
   * @param set the method
   * @return this list
   */
  public BuilderOptions<B> url(String name, BiConsumer<B, URI> set) {
    return parsed(name, "a URL", URI::create, set);
  }

  /**
   * Adds an option that is one of some names.
   *
   * @param name its name
   * @param names the names
   * @param set the method
   * @param <E> their type
   * @return this list
   */
  public <E extends Enum<E>> BuilderOptions<B> choice(
      String name, Class<E> names, BiConsumer<B, E> set) {
    String form = "one of " + Arrays.toString(names.getEnumConstants());
    return parsed(name, form, value -> Enum.valueOf(names, value), set);
  }

  private <T> BuilderOptions<B> parsed(
      String name, String form, Function<String, T> parse, BiConsumer<B, T> set) {
    return text(
        name,
        (builder, value) -> {
          T parsed;
          try {
            parsed = parse.apply(value);
          } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException("The option " + name + " is not " + form);
          }
          set.accept(builder, parsed);
        });
  }

  /**
   * Returns the names of the options.
   *
   * @return all of them
   */
  public Set<String> names() {
    return Collections.unmodifiableSet(setters.keySet());
  }

  /**
   * Sets options.
   *
   * @param options by name; others than these are left aside
   * @param builder on which to set them
   * @throws IllegalArgumentException if a value cannot be right
   */
  public void apply(Map<String, String> options, B builder) {
    setters.forEach(
        (name, set) -> {
          String value = options.get(name);
          if (value != null) {
            set.accept(builder, value);
          }
        });
  }
}
