package dev.zarrasync.examples.sky;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class SurveyTest {

  private final MemoryStore store = new MemoryStore();

  @Test
  void readsPropertiesAsSurveysHaveThem() throws Exception {
    Survey survey =
        open(
            """
            # A comment = ignored
            obs_title            = DSS colored = DSS2
            hips_order=9

            hips_frame           = equatorial
            hips_tile_format     = fits jpeg png\r
            """);

    assertThat(survey.properties())
        .isEqualTo(new SurveyProperties("DSS colored = DSS2", 9, 0, 512, TileFormat.JPEG));
  }

  @Test
  void readsThePropertiesThatItWrites() throws Exception {
    SurveyProperties properties = new SurveyProperties("Mine", 4, 3, 256, TileFormat.PNG);

    assertThat(open(properties.text()).properties()).isEqualTo(properties);
  }

  /** The example of the standard. */
  @Test
  void tilesAreInDirectoriesOfTenThousand() {
    SurveyProperties properties = new SurveyProperties("", 6, 0, 512, TileFormat.JPEG);

    assertThat(properties.key(new Cell(6, 10302))).isEqualTo("Norder6/Dir10000/Npix10302.jpg");
  }

  @Test
  void whatIsNoSurveyIsAnErrorWithItsUrl() {
    assertThatThrownBy(() -> Survey.open(store))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining(store.url("properties"));
    assertThatThrownBy(() -> open("<html>"))
        .hasMessageContaining("hips_order is ''")
        .hasMessageContaining(store.url("properties"));
  }

  @Test
  void whatWeCannotReadIsAnError() {
    assertThatThrownBy(() -> open("hips_order=3\nhips_frame=galactic\nhips_tile_format=png"))
        .hasMessageContaining("hips_frame is galactic");
    assertThatThrownBy(() -> open("hips_order=3\nhips_tile_format=fits"))
        .hasMessageContaining("none of png, jpeg");
    assertThatThrownBy(() -> open("hips_order=3\nhips_tile_width=100\nhips_tile_format=png"))
        .hasMessageContaining("100, no power of 2");
    assertThatThrownBy(() -> open("hips_order=25\nhips_tile_format=png"))
        .hasMessageContaining("the pixels are of order 34");
  }

  private Survey open(String properties) throws Exception {
    store.put(SurveyProperties.KEY, properties.getBytes(UTF_8)).get();
    return Survey.open(store);
  }
}
