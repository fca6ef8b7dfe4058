package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.query.unmarshall.XmlDomParser;
import software.amazon.awssdk.protocols.query.unmarshall.XmlElement;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The documents of the request {@code DeleteObjects}. */
final class MultiDelete {

  private MultiDelete() {}

  static byte[] document(Collection<String> keys) {
    StringBuilder xml = new StringBuilder();
    xml.append("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>");
    for (String key : keys) {
      String text = key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      xml.append("<Object><Key>").append(text).append("</Key></Object>");
    }
    return xml.append("</Delete>").toString().getBytes(UTF_8);
  }

  /** Reads the answer: why some are left. */
  static List<S3Error> left(AsyncStore store, String key, byte[] answer) throws StoreException {
    XmlElement root;
    try {
      root = XmlDomParser.parse(new ByteArrayInputStream(answer));
    } catch (SdkException e) {
      root = XmlElement.empty();
    }
    if (!"DeleteResult".equals(root.elementName())) {
      String problem = "the answer is not that to a multi-delete of S3";
      // Without what was parsed, which may repeat what was sent.
      throw new StoreException(Kind.BAD_RESPONSE, store, key, problem, null);
    }
    return root.getElementsByName("Error").stream()
        .map(
            error ->
                S3Error.builder()
                    .key(text(error, "Key"))
                    .code(text(error, "Code"))
                    .message(text(error, "Message"))
                    .build())
        .toList();
  }

  private static @Nullable String text(XmlElement element, String name) {
    return element.getOptionalElementByName(name).map(XmlElement::textContent).orElse(null);
  }
}
