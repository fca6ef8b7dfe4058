package dev.zarrasync.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRuleTest {

  private static final URI PLAIN = URI.create("http://data.example.org");
  private static final URI SECURE = URI.create("https://data.example.org");

  private final Map<String, String> properties = new HashMap<>();

  /** Sets a system property until the test ends. */
  private void property(String name, String value) {
    properties.put(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  @AfterEach
  void restoreProperties() {
    properties.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static ProxyRule rule(Map<String, String> environment) {
    return new ProxyRule(null, environment::get);
  }

  private static String found(ProxyRule rule, URI url) {
    return String.valueOf(rule.find(url));
  }

  @Test
  void theSchemeChoosesTheVariable() {
    ProxyRule rule = rule(Map.of("HTTP_PROXY", "http://a:1", "https_proxy", "https://b"));

    assertThat(found(rule, PLAIN)).isEqualTo("http://a:1");
    assertThat(found(rule, SECURE)).isEqualTo("https://b:443");
    assertThat(found(rule(Map.of("HTTP_PROXY", "http://a:1")), SECURE)).isEqualTo("null");
    assertThat(found(rule(Map.of()), PLAIN)).isEqualTo("null");
  }

  @Test
  void smallLettersComeFirstAndAnEmptyVariableMeansNone() {
    assertThat(found(rule(Map.of("http_proxy", "a:1", "HTTP_PROXY", "b:1")), PLAIN))
        .isEqualTo("http://a:1");
    assertThat(found(rule(Map.of("http_proxy", "", "HTTP_PROXY", "b:1")), PLAIN)).isEqualTo("null");
    assertThat(found(rule(Map.of("HTTP_PROXY", " ")), PLAIN)).isEqualTo("null");
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", "")), PLAIN))
        .isEqualTo("http://a:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "data.example.org",
        "example.org",
        ".example.org",
        "*.example.org",
        "DATA.Example.ORG",
        "other.org, .example.org",
        "other.org  example.org",
        "data.example.org:80",
        ".org:80"
      })
  void whatNoProxyNamesNeedsNone(String exempt) {
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", exempt)), PLAIN))
        .isEqualTo("null");
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1", "no_proxy", exempt)), PLAIN))
        .isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "ample.org",
        "a.data.example.org",
        "data.example.org:8080",
        "data.example",
        "**",
        ":80",
        "[",
        "example.org:99999999999"
      })
  void whatNoProxyDoesNotNameGoesThroughTheProxy(String exempt) {
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", exempt)), PLAIN))
        .isEqualTo("http://a:1");
  }

  @ParameterizedTest
  @CsvSource({
    "http://[fd00::1]:9000, fd00::1",
    "http://[fd00::1]:9000, [fd00::1]",
    "http://[fd00::1]:9000, [fd00::1]:9000",
    "http://10.0.0.5:9000, 10.0.0.5",
    "http://10.0.0.5:9000, 10.0.0.5:9000"
  })
  void noProxyNamesAddressesToo(URI url, String exempt) {
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1")), url)).isEqualTo("http://a:1");
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", exempt)), url)).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "http://127.0.0.1",
        "http://[::1]:1",
        "http://x.localhost"
      })
  void thisMachineNeedsNone(URI url) {
    assertThat(found(rule(Map.of("HTTP_PROXY", "a:1")), url)).isEqualTo("null");
    property("http.proxyHost", "a");
    assertThat(found(rule(Map.of()), URI.create("http://127.0.0.1"))).isEqualTo("null");
  }

  @Test
  void thePropertiesOfTheJvmComeFirst() {
    property("http.proxyHost", "jvm");
    property("http.proxyPort", "3128");
    property("http.proxyUser", "user");
    property("http.proxyPassword", "secret");
    property("http.nonProxyHosts", "*.internal");
    ProxyRule rule = rule(Map.of("HTTP_PROXY", "a:1", "HTTPS_PROXY", "b:2"));

    assertThat(rule.find(PLAIN)).isEqualTo(new ProxyServer(false, "jvm", 3128, "user", "secret"));
    assertThat(found(rule, URI.create("http://data.internal"))).isEqualTo("null");
    assertThat(found(rule, SECURE)).as("there is no https.proxyHost").isEqualTo("http://b:2");
  }

  @Test
  void theBuilderComesBeforeAll() {
    property("http.proxyHost", "jvm");
    ProxyRule rule = new ProxyRule(URI.create("http://given:3"), Map.of("NO_PROXY", "*")::get);

    assertThat(found(rule, PLAIN)).isEqualTo("http://given:3");
    assertThat(found(rule, URI.create("http://localhost"))).isEqualTo("http://given:3");
  }

  @Test
  void credentialsAreDecodedAndSecret() {
    ProxyServer proxy = rule(Map.of("HTTP_PROXY", "http://a%40b:p%3Aw:x@proxy:3128")).find(PLAIN);

    assertThat(proxy).isEqualTo(new ProxyServer(false, "proxy", 3128, "a@b", "p:w:x"));
    assertThat(proxy).hasToString("http://proxy:3128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://hidden:1", "http://", "http://hidden hidden", "hidden@/"})
  void whatIsNoHttpProxyIsAnError(String value) {
    ProxyRule rule = rule(Map.of("HTTP_PROXY", value));

    assertThatThrownBy(() -> rule.find(PLAIN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http_proxy")
        .hasMessageContaining("data.example.org in no_proxy")
        .hasMessageNotContaining("hidden");
  }
}
