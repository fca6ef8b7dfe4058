package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.s3.S3Hints.Option;
import dev.zarrasync.s3.S3Hints.Permission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class S3HintsTest {

  /** How a hint names an option to set. */
  private static final Map<Option, String> NAMES =
      Map.of(
          Option.ANONYMOUS, "anonymous()",
          Option.CREDENTIALS, "credentials(",
          Option.MISSING_ON_ACCESS_DENIED, "missingOnAccessDenied",
          Option.REGION, "region(",
          Option.REQUESTER_PAYS, "requesterPays");

  private static String hints(Set<Option> set) {
    S3Hints hints = new S3Hints(set);
    StringBuilder all = new StringBuilder();
    for (Permission permission : Permission.values()) {
      all.append(hints.accessDenied(permission, "Requester pays", true)).append('\n');
      all.append(hints.accessDenied(permission, "", false)).append('\n');
    }
    return all + hints.noCredentials() + hints.unknownHost() + hints.elsewhere("eu-west-3");
  }

  @Test
  void noneSaysToSetWhatIsSet() {
    Option[] options = Option.values();
    for (int bits = 0; bits < 1 << options.length; bits++) {
      Set<Option> set = EnumSet.noneOf(Option.class);
      for (int i = 0; i < options.length; i++) {
        if ((bits >> i & 1) == 1) {
          set.add(options[i]);
        }
      }
      String hints = hints(set);
      for (Option option : set) {
        assertThat(hints).as("%s", set).doesNotContain(NAMES.getOrDefault(option, "\0"));
      }
    }
  }

  @Test
  void aDenialNamesThePermissionAndWhatElseItMayBe() {
    S3Hints hints = new S3Hints(Set.of());

    assertThat(hints.accessDenied(Permission.GET, "", true))
        .contains("s3:GetObject", "the key is missing", "missingOnAccessDenied", "requesterPays");
    assertThat(hints.accessDenied(Permission.LIST, "", true))
        .contains("s3:ListBucket", "requesterPays")
        .doesNotContain("key is missing");
  }

  @Test
  void whoPaysIsAMatterOfAmazonsServersOrOfThoseThatSaySo() {
    S3Hints hints = new S3Hints(Set.of(Option.ENDPOINT));

    assertThat(hints.accessDenied(Permission.GET, "Access Denied", true))
        .doesNotContain("requesterPays");
    assertThat(hints.accessDenied(Permission.GET, "Bucket is Requester Pays", true))
        .contains("requesterPays");
    assertThat(new S3Hints(Set.of(Option.ANONYMOUS)).accessDenied(Permission.GET, "", true))
        .contains("not granted without credentials")
        .doesNotContain("requesterPays");
  }

  @Test
  void aHostWithoutAnAddressHasTheBucketInItsNameOnRequestOnly() {
    assertThat(new S3Hints(Set.of(Option.ENDPOINT)).unknownHost()).doesNotContain("pathStyle");
    assertThat(new S3Hints(Set.of(Option.ENDPOINT, Option.BUCKET_IN_HOST)).unknownHost())
        .contains("pathStyle(true)");
    assertThat(new S3Hints(Set.of(Option.BUCKET_IN_HOST)).unknownHost())
        .contains("the region and the bucket")
        .doesNotContain("pathStyle");
  }
}
