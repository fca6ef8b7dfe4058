package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Hands an answer on if it is what was asked for, and as the SDK's exception if it is an error. */
final class AnswerOrError implements SdkAsyncHttpResponseHandler {

  private static final int MOST_ERROR_BYTES = 64 << 10;
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,4096})</Message>");

  private final SdkAsyncHttpResponseHandler answer;
  private @Nullable SdkHttpResponse refusal;

  AnswerOrError(SdkAsyncHttpResponseHandler answer) {
    this.answer = answer;
  }

  @Override
  public void onHeaders(SdkHttpResponse head) {
    if (head.isSuccessful()) {
      answer.onHeaders(head);
    } else {
      refusal = head;
    }
  }

  @Override
  public void onStream(Publisher<ByteBuffer> publisher) {
    SdkHttpResponse head = refusal;
    if (head == null) {
      answer.onStream(publisher);
      return;
    }
    BodyCollector body = new BodyCollector(MOST_ERROR_BYTES);
    var unused =
        body.result()
            .whenComplete(
                (bytes, error) -> answer.onError(error == null ? exception(head, bytes) : error));
    publisher.subscribe(body);
  }

  @Override
  public void onError(Throwable error) {
    answer.onError(error);
  }

  private static Throwable exception(SdkHttpResponse head, byte[] body) {
    String text = new String(body, UTF_8);
    Matcher code = CODE.matcher(text);
    Matcher message = MESSAGE.matcher(text);
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code.find() ? code.group(1) : null)
            .errorMessage(message.find() ? unescaped(message.group(1)) : null)
            .sdkHttpResponse(head)
            .rawResponse(SdkBytes.fromByteArray(body))
            .build();
    return S3Exception.builder()
        .statusCode(head.statusCode())
        .requestId(head.firstMatchingHeader("x-amz-request-id").orElse(null))
        .awsErrorDetails(details)
        .build();
  }

  /** The characters that XML has no other way to write (XML 1.0, section 4.6). */
  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
