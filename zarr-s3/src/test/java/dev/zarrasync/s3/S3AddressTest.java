package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** The URLs that we make ourselves are those of the SDK's rules. */
class S3AddressTest {

  private static final List<String> BUCKETS =
      List.of(
          "bucket",
          "abc",
          "ab",
          "a-b",
          "-ab",
          "ab-",
          "a--b",
          "1234",
          "a".repeat(63),
          "a".repeat(64),
          "a.b.c",
          "192.168.5.4",
          "Upper",
          "a_b",
          "a b",
          "a*b~c",
          "umlaut\u00e4",
          "some-alias-s3alias",
          "express--use1-az4--x-s3",
          "arn:aws:s3:us-west-2:123456789012:accesspoint:mine");

  private static List<String> regions() {
    List<String> regions = new ArrayList<>(Region.regions().stream().map(Region::id).toList());
    regions.addAll(
        List.of("us-east-9", "us-iso-7", "eu-isoe-1", "xx-new-1", "garage", "eu", "US-EAST-1"));
    return regions;
  }

  private static List<S3Address> addresses(String region) {
    List<S3Address> addresses = new ArrayList<>();
    for (boolean pathStyle : new boolean[] {false, true}) {
      for (String endpoint :
          List.of("http://localhost:9000", "https://s3.example.org/base/", "http://[::1]:9000/")) {
        addresses.add(new S3Address(region, URI.create(endpoint), pathStyle, false, false, false));
      }
      for (int flags = 0; flags < 8; flags++) {
        boolean dualStack = (flags & 1) != 0;
        boolean fips = (flags & 2) != 0;
        boolean accelerate = (flags & 4) != 0;
        addresses.add(new S3Address(region, null, pathStyle, dualStack, fips, accelerate));
      }
    }
    return addresses;
  }

  @Test
  void whereAUrlIsPlainItIsThatOfTheSdk() {
    int plain = 0;
    for (String region : regions()) {
      for (S3Address address : addresses(region)) {
        for (String bucket : BUCKETS) {
          String url = address.plainUrl(bucket);
          if (url != null) {
            assertThat(url)
                .as("%s %s", address, bucket)
                .isEqualTo(SdkEndpoint.url(address, bucket));
            plain++;
          }
        }
      }
    }
    assertThat(plain).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, bucket, https://bucket.s3.eu-central-1.amazonaws.com/",
    "us-east-1, a-1, https://a-1.s3.us-east-1.amazonaws.com/",
  })
  void ofAPlainBucketItTakesNoSdk(String region, String bucket, String url) {
    S3Address address = new S3Address(region, null, false, false, false, false);

    assertThat(address.plainUrl(bucket)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cn-north-1",
        "us-gov-west-1",
        "us-iso-east-1",
        "us-isob-east-1",
        "eusc-de-east-1",
        "aws-global",
        "garage"
      })
  void otherPartitionsAreLeftToTheSdk(String region) {
    assertThat(new S3Address(region, null, false, false, false, false).plainUrl("bucket")).isNull();
  }

  @Test
  void textIsEncodedAsTheSdkDoes() {
    StringBuilder all = new StringBuilder("\u00e4\u20ac\ud83d\ude00\ud800");
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    String text = all.toString();

    assertThat(PercentEncoding.of(text)).isEqualTo(SdkHttpUtils.urlEncode(text));
    assertThat(PercentEncoding.ofPath(text)).isEqualTo(SdkHttpUtils.urlEncodeIgnoreSlashes(text));
  }
}
