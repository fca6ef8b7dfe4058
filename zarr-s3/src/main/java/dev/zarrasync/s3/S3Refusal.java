package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An answer that is no success, as the SDK has it. */
final class S3Refusal {

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,4096})</Message>");

  private S3Refusal() {}

  static Exception exception(Head answer, String content) {
    byte[] body = content.getBytes(ISO_8859_1);
    String text = new String(body, UTF_8);
    Matcher code = CODE.matcher(text);
    Matcher message = MESSAGE.matcher(text);
    SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(answer.status());
    for (Header header : answer.headers()) {
      head.appendHeader(header.name(), header.value());
    }
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code.find() ? code.group(1) : null)
            .errorMessage(message.find() ? unescaped(message.group(1)) : null)
            .sdkHttpResponse(head.build())
            .rawResponse(SdkBytes.fromByteArray(body))
            .build();
    return S3Exception.builder()
        .statusCode(answer.status())
        .requestId(answer.get("x-amz-request-id"))
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
