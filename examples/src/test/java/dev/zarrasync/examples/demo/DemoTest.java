package dev.zarrasync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void keepsItsPromisesWhenItIsSmall() throws Exception {
    Scale scale = new Scale(203, 3, 4, Duration.ofMillis(50), 8);
    ByteArrayOutputStream text = new ByteArrayOutputStream();

    List<Result> results = new Demo(scale, new PrintStream(text, true, UTF_8)).run();

    assertThat(results)
        .extracting(Result::way)
        .containsExactly(
            Way.STOCK, Way.DROP_IN, Way.EXACT, Way.ONE_AT_A_TIME, Way.DROP_IN, Way.EXACT);
    assertThat(results).flatExtracting(r -> Promises.broken(r, scale)).isEmpty();
    assertThat(withoutLists(results.get(2))).isEqualTo(new Requests(41, 41, 2, 0, 0));
    assertThat(results.get(2).peakInFlight()).isEqualTo(8);
    assertThat(withoutLists(results.get(5))).isEqualTo(new Requests(16, 16, 2, 0, 0));
    assertThat(results.get(5).peakInFlight()).isEqualTo(8);
    assertThat(text.toString(UTF_8)).contains("41 chunks with 41 chunk GETs, 0 HEADs and ");
    assertThat(text.toString(UTF_8).lines()).allMatch(line -> line.length() <= 100);
  }

  /** How many pages the listing beside the first GETs comes to depends on who answers first. */
  private static Requests withoutLists(Result result) {
    Requests all = result.requests();
    return new Requests(all.chunkGets(), all.distinctChunks(), all.metadataGets(), all.heads(), 0);
  }
}
