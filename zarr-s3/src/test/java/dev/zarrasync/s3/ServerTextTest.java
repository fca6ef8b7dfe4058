package dev.zarrasync.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class ServerTextTest {

  private static final AwsCredentials KEYS =
      AwsSessionCredentials.create("AKIDPLANTED", "the-secret-key", "the-session-token");

  private final AtomicReference<AwsCredentials> current = new AtomicReference<>(KEYS);
  private final KnownSecrets secrets = new KnownSecrets(new SdkCredentials(current::get));
  private final ServerText text = new ServerText(secrets);

  ServerTextTest() {
    secrets.find();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Access Denied",
        "Bucket is a requester pays bucket: send x-amz-request-payer",
        "User: arn:aws:iam::123456789012:user/bob is not authorized to perform: s3:GetObject on"
            + " resource: \"arn:aws:s3:::bucket/a/b\"",
      })
  void passesProseOn(String sentence) {
    assertThat(text.sentence(sentence + ".")).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No user AKIDPLANTED",
        "no user akidplan",
        "/bucket/a?key=the-secret-key",
        "the-session-",
        "AWS4-HMAC-SHA256 Credential=x",
        "Signature=abc",
        "Authorization: none",
        "not Basic bWU6",
        "0123456789abcdef0123456789abcdef",
      })
  void hidesWhatMayHaveBeenSent(String sentence) {
    assertThat(text.sentence("Bad request: " + sentence)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AKIDPLANTED", "the-secret-key", "two words", "", "a\nb"})
  void hidesAWordThatIsNone(String word) {
    assertThat(text.word(word)).isEmpty();
    assertThat(text.word("eu-west-3")).isEqualTo("eu-west-3");
  }

  @Test
  void aSentenceIsALineThatIsNotTooLong() {
    assertThat(text.sentence("a\r\n  b\u001b[31m\u202ec\t")).isEqualTo("a b [31m c");
    assertThat(text.sentence("long ".repeat(1_000))).hasSizeLessThan(210).endsWith("\u2026");
    assertThat(text.sentence(null)).isEmpty();
  }

  @Test
  void credentialsAreKnownWhenOthersHaveComeToo() {
    current.set(AwsSessionCredentials.create("AKIDOTHER", "another-secret", "another-token"));
    secrets.forSdk().resolveCredentials();

    assertThat(text.sentence("No user AKIDPLANTED")).isEmpty();
    assertThat(text.sentence("No user AKIDOTHER")).isEmpty();
  }

  @Test
  void quotesNothingWhereSecretsAreNotKnown() {
    assertThat(new ServerText(null).sentence("Access Denied")).isEmpty();
    assertThat(new ServerText(null).word("AccessDenied")).isEqualTo("AccessDenied");
  }
}
