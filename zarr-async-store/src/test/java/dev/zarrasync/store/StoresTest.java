package dev.zarrasync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {

  @Test
  void aDirectoryIsAPathOrAUrl(@TempDir Path directory) throws Exception {
    Path odd = Files.createDirectory(directory.resolve("a b%20c"));
    Files.write(odd.resolve("key"), new byte[3]);
    for (AsyncStore store :
        new AsyncStore[] {
          Stores.open(odd.toString()), Stores.open(odd.toUri().toString()), Stores.open(odd.toUri())
        }) {
      try (store) {
        assertThat(store.get("key").join()).isInstanceOf(Fetched.Found.class);
      }
    }
  }

  @Test
  void anOptionIsGivenByItsName(@TempDir Path directory) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("out"), Files.createFile(directory.resolve("file")));
    URI url = root.toUri();
    try (AsyncStore confined = Stores.open(url, Map.of("confined", "true"))) {
      assertThat(StoreException.unwrap(catchThrowable(confined.get("out")::join)))
          .hasMessageContaining("ACCESS_DENIED");
    }
    assertThat(Stores.options(url)).containsExactly("confined");
    assertThatThrownBy(() -> Stores.open(url, Map.of("confine", "the value")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no option [confine] of file stores: there are [confined]");
  }

  @ParameterizedTest
  @CsvSource({"s3://bucket/a, zarr-s3", "https://host/a, zarr-http", "HTTP://host/a, zarr-http"})
  void anErrorNamesTheArtifactOfAScheme(String location, String artifact) {
    assertThatThrownBy(() -> Stores.open(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dev.zarrasync:" + artifact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://user:the-secret@bucket/a?the-secret",
        "https://host:x y/?token=the-secret",
        "file:the-secret"
      })
  void whatIsNoStoreIsAnErrorWithoutItsSecrets(String location) {
    assertThatThrownBy(() -> Stores.open(location))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("the-secret");
  }

  @Test
  void nothingIsDecodedInALocationOnS3() {
    URI url = Stores.url("s3://bucket/a b/c%20d+e/ü?region=r&endpoint=http://host:1/");

    assertThat(url.getAuthority()).isEqualTo("bucket");
    assertThat(url.getPath()).isEqualTo("/a b/c%20d+e/ü");
    assertThat(url.getQuery()).isEqualTo("region=r&endpoint=http://host:1/");
    assertThat(Stores.url("s3://my_bucket")).hasToString("s3://my_bucket");
  }
}
