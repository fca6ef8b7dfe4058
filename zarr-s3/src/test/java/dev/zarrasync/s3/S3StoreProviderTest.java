package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.faults.Futures;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that are opened by their URLs. */
class S3StoreProviderTest {

  @Test
  void aUrlTellsServerRegionAndPath() throws Exception {
    try (FaultServer server =
            new FaultServer(
                exchange ->
                    exchange.send(
                        404, "", "<Error><Code>NoSuchKey</Code></Error>".getBytes(UTF_8)));
        AsyncStore store =
            Stores.open(
                Stores.url(
                    "s3://bucket/a b/?region=eu-north-1&maxAttempts=1&endpoint="
                        + server.endpoint()),
                Map.of("accessKeyId", "the-key", "secretAccessKey", "the-secret"))) {
      assertThat(store).hasToString("s3://bucket/a b");
      assertThat(store.url("c")).isEqualTo(server.endpoint() + "/bucket/a%20b/c");

      Futures.value(store.get("c"));

      Exchange request = server.exchanges().get(0);
      assertThat(request.line()).startsWith("GET /bucket/a%20b/c ");
      assertThat(request.headers().get("authorization"))
          .contains("Credential=the-key/", "/eu-north-1/s3/");
    }
  }

  @Test
  void optionsOfTheMapReplaceThoseOfTheUrl() throws Exception {
    try (AsyncStore store =
        Stores.open(
            Stores.url("s3://bucket?region=eu-north-1&pathStyle=false"),
            Map.of("pathStyle", "true", "anonymous", "true"))) {
      assertThat(store.url("c")).isEqualTo("https://s3.eu-north-1.amazonaws.com/bucket/c");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regio=the-secret",
        "region",
        "accessKeyId=the-secret",
        "hedging=the-secret",
        "maxInFlight=the-secret",
        "deadline=the-secret",
        "endpoint=%20the-secret"
      })
  void whatCannotBeRightIsAnErrorWithoutItsValue(String option) {
    assertThatThrownBy(() -> Stores.open("s3://bucket/a?" + option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option.replaceFirst("=.*", ""))
        .message()
        .doesNotContain("the-secret");
  }
}
