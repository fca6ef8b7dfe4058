package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.internal.Durations;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures that the pages repeat are those of the code. */
class FiguresInDocsTest {

  private static final FetchOptions FETCH = FetchOptions.DEFAULT;

  static Stream<Arguments> figures() throws ReflectiveOperationException {
    long atOnce = number("array.RegionReader", "WHILE_RECEIVING");
    long bytesWhile = number("array.RegionReader", "BYTES_WHILE_RECEIVING");
    long overHttp = number("http.HttpStoreBuilder", "DEFAULT_MAX_IN_FLIGHT");
    long page = number("plan.internal.ListCost", "PAGE");
    long unannounced = number("http.internal.ExpectedBody", "MOST_UNANNOUNCED");
    return Stream.of(
        arguments(
            "tuning.md",
            "| `maxInFlight` | %d; %d over HTTP |"
                .formatted(Limits.DEFAULT.maxInFlight(), overHttp)),
        arguments("tuning.md", "| `deadline` | %s |".formatted(Durations.text(FETCH.deadline()))),
        arguments("tuning.md", "| `maxAttempts` | %d |".formatted(FETCH.maxAttempts())),
        arguments(
            "tuning.md",
            "| `requestTimeout`, `connectTimeout` | %s, "
                .formatted(Durations.text(FETCH.attemptTimeout()))),
        arguments(
            "tuning.md", "| `stallTimeout` | %s |".formatted(Durations.text(FETCH.stallTimeout()))),
        arguments(
            "tuning.md", "%d or %d MiB of them at a time".formatted(atOnce, mebibytes(bytesWhile))),
        arguments(
            "tuning.md",
            "ranges of %d to %d MiB while fewer than %d requests"
                .formatted(
                    mebibytes(number("fetch.internal.Ranges", "LEAST")),
                    mebibytes(number("fetch.internal.Ranges", "MOST")),
                    Ranges.FILLING_THE_LINE)),
        arguments(
            "design.md",
            "At most %d chunks of a read, or %d MiB of them"
                .formatted(atOnce, mebibytes(bytesWhile))),
        arguments("design.md", "with a page counted as %d GETs".formatted(page)),
        arguments("design.md", "taken up to %d MiB".formatted(mebibytes(unannounced))),
        arguments(
            "design.md",
            "read and changed again, up to %d times"
                .formatted(number("array.ChunkUpdate", "MAX_ATTEMPTS"))),
        arguments(
            "design.md",
            "Metadata is remembered for %d seconds"
                .formatted(seconds("cache.internal.MetadataCache", "LIFE"))),
        arguments(
            "jzarr-differences.md",
            "Metadata is remembered for %d seconds"
                .formatted(seconds("cache.internal.MetadataCache", "LIFE"))),
        arguments("http.md", "Over HTTP/2 %d requests are in flight".formatted(overHttp)),
        arguments(
            "http.md",
            "has at most %d requests in flight"
                .formatted(number("http.internal.JdkClient", "MOST_AT_ONCE"))),
        arguments(
            "reliability.md",
            "breaks off** after %d MiB or more"
                .formatted(mebibytes(number("fetch.ResumedGet", "LEAST_KEPT")))),
        arguments(
            "s3.md",
            "| `multipartThreshold` | %d MiB |"
                .formatted(mebibytes(number("s3.S3StoreBuilder", "DEFAULT_MULTIPART_THRESHOLD")))),
        arguments(
            "s3.md",
            "in parts of %d MiB".formatted(mebibytes(number("s3.CrtS3Client", "PART_SIZE")))));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void aPageSaysWhatTheCodeDoes(String page, String figure) throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", page))).contains(figure);
  }

  private static long number(String type, String constant) throws ReflectiveOperationException {
    return ((Number) value(type, constant)).longValue();
  }

  private static long seconds(String type, String constant) throws ReflectiveOperationException {
    return ((Duration) value(type, constant)).toSeconds();
  }

  /** Most are of no use outside of their package. */
  private static Object value(String type, String constant) throws ReflectiveOperationException {
    Field field = Class.forName("dev.zarrasync." + type).getDeclaredField(constant);
    field.setAccessible(true);
    return field.get(null);
  }

  private static long mebibytes(long bytes) {
    assertThat(bytes % (1 << 20)).isZero();
    return bytes >> 20;
  }
}
