package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the SDK may find an endpoint, it is asked. */
class S3SettingsTest {

  private final Path home;
  private final String ownHome = System.getProperty("user.home");

  S3SettingsTest(@TempDir Path home) {
    this.home = home;
    System.setProperty("user.home", home.toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", ownHome);
  }

  @Test
  void thereIsNoneWhereNothingIsSet() {
    assertThat(mayName(Map.of("AWS_REGION", "eu-west-1", "HOME", home.toString()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_S3",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE"
      })
  void aVariableMaySetOne(String variable) {
    assertThat(mayName(Map.of(variable, "x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws.endpointUrl",
        "aws.endpointUrlS3",
        "aws.useFipsEndpoint",
        "aws.useDualstackEndpoint",
        "aws.configFile",
        "aws.sharedCredentialsFile"
      })
  void aPropertyMaySetOne(String property) {
    System.setProperty(property, "x");
    try {
      assertThat(mayName(Map.of())).isTrue();
    } finally {
      System.clearProperty(property);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME", "USERPROFILE"})
  void aFileMaySetOne(String variable) throws Exception {
    Path elsewhere = home.resolve("user");
    Files.createDirectories(elsewhere.resolve(".aws"));

    assertThat(mayName(Map.of(variable, elsewhere.toString()))).isTrue();
    assertThat(mayName(Map.of())).isFalse();
    Files.createDirectory(home.resolve(".aws"));
    assertThat(mayName(Map.of())).isTrue();
  }

  private static boolean mayName(Map<String, String> environment) {
    return S3Settings.mayNameEndpoint(environment::get);
  }
}
