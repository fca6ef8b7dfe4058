package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured in this JVM, in small: that it works, not how long anything takes. */
class ProbesTest {

  @Test
  void readsOfAServerInTroubleSayHowTheyEnded() throws Exception {
    assertThat(printedBy("adaptive", "hedge", "outage"))
        .containsPattern("from above \\| 256 ")
        .containsPattern("from below \\| [1-9]\\d* ")
        .containsPattern("hedged \\| 0\\.")
        .containsPattern("Required: it succeeds; .* Held: yes")
        .containsPattern("With a deadline of 0\\.05 s: .* TIMEOUT");
  }

  @Test
  void objectsAreReadAsAWholeAndInParts() throws Exception {
    assertThat(printedBy("objects")).contains("| 1 | 1 | ", "| 1 | 4 | ");
  }

  private static String printedBy(String... names) throws Exception {
    return Benchmarks.probe(List.of(names), Scale.SMOKE).toString();
  }
}
