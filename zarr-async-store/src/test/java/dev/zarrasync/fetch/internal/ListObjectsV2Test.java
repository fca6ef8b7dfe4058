package dev.zarrasync.fetch.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListObjectsV2Test {

  private static final AsyncStore STORE = new MemoryStore();
  private static final String HEAD =
      "<?xml version='1.0' encoding='UTF-8'?>"
          + "<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>";

  private static ListPage page(ListRequest request, String inside) throws IOException {
    String document = HEAD + inside + "</ListBucketResult>";
    return ListObjectsV2.page(STORE, request, document.getBytes(UTF_8));
  }

  private static ListPage page(String inside) throws IOException {
    return page(ListRequest.all("a/"), inside);
  }

  private static String object(String key) {
    return "<Contents><Key>" + key + "</Key><Size>1</Size></Contents>";
  }

  @Test
  void asksForWhatTheRequestSays() {
    assertThat(ListObjectsV2.parameters(ListRequest.all("")))
        .containsExactly(
            entry("encoding-type", "url"), entry("list-type", "2"), entry("max-keys", "1000"));
    assertThat(
            ListObjectsV2.parameters(
                ListRequest.all("a+b/").startAfter("a+b/c").pageSize(7).token("next")))
        .containsExactly(
            entry("continuation-token", "next"),
            entry("encoding-type", "url"),
            entry("list-type", "2"),
            entry("max-keys", "7"),
            entry("prefix", "a+b/"),
            entry("start-after", "a+b/c"));
    assertThat(ListObjectsV2.parameters(ListRequest.children("a/")))
        .containsEntry("delimiter", "/");
  }

  @Test
  void readsObjectsAndDirectories() throws IOException {
    ListPage page =
        page(
            ListRequest.children("a/"),
            "<Name>bucket</Name><IsTruncated>false</IsTruncated>"
                + "<Contents><Key>a/1</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                + "<ETag>&quot;e1&quot;</ETag><Size>12345678901</Size>"
                + "<Owner><ID>x</ID><DisplayName>y</DisplayName></Owner></Contents>"
                + "<CommonPrefixes><Prefix>a/b/</Prefix></CommonPrefixes>");

    assertThat(page)
        .isEqualTo(
            new ListPage(
                List.of(new ListedObject("a/1", 12_345_678_901L, "\"e1\"")),
                List.of("a/b/"),
                null));
  }

  @Test
  void goesOnWhereThePageEnds() throws IOException {
    ListRequest request = ListRequest.all("a/").pageSize(1);

    ListPage page =
        page(
            request,
            object("a/1")
                + "<IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>t</NextContinuationToken>");

    assertThat(page.next()).isEqualTo(request.token("t"));
  }

  @Test
  void decodesKeysOnlyIfTheyAreEncoded() throws IOException {
    assertThat(page(object("a/%2B+b")).objects().get(0).key()).isEqualTo("a/%2B+b");
    assertThat(page(object("a/%2B+b") + "<EncodingType>url</EncodingType>").objects().get(0).key())
        .isEqualTo("a/+ b");
  }

  @Test
  void showsWhatIsNoKeyAndCanLeaveItOut() throws IOException {
    ListPage page =
        page(
            object("a/")
                + object("a//b")
                + object("a/1")
                + "<CommonPrefixes><Prefix>a//</Prefix></CommonPrefixes>");

    assertThat(page.objects()).extracting(ListedObject::key).containsExactly("a/", "a//b", "a/1");
    assertThat(page.prefixes()).containsExactly("a//");
    assertThat(page.onlyKeys().objects()).extracting(ListedObject::key).containsExactly("a/1");
    assertThat(page.onlyKeys().prefixes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<html><body>Welcome</body></html>",
        "<Error><Code>SlowDown</Code></Error>",
        HEAD,
        HEAD + "<Contents><Size>1</Size></Contents></ListBucketResult>",
        HEAD + "<Contents><Key>a</Key></Contents></ListBucketResult>",
        HEAD + "<Contents><Key>a</Key><Size>x</Size></Contents></ListBucketResult>",
        HEAD + "<IsTruncated>true</IsTruncated></ListBucketResult>",
        HEAD
            + "<EncodingType>url</EncodingType><Contents><Key>%zz</Key><Size>1</Size></Contents>"
            + "</ListBucketResult>",
      })
  void refusesWhatIsNoListing(String document) {
    assertThatThrownBy(
            () -> ListObjectsV2.page(STORE, ListRequest.all(""), document.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasMessageContaining("the answer is not a listing of S3: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Contents><Key>b/1</Key><Size>1</Size></Contents>",
        "<Contents><Key>a</Key><Size>1</Size></Contents>",
        "<Contents><Key>a/1</Key><Size>-1</Size></Contents>",
        "<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>",
        "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
      })
  void refusesWhatWasNotAskedFor(String inside) {
    assertThatThrownBy(() -> page(ListRequest.children("a/").token("t"), inside))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>",
        "<!ENTITY b SYSTEM 'file:///etc/hostname'>",
        "<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'> %p; <!ENTITY b 'x'>",
      })
  void resolvesNoEntity(String entities) {
    String document =
        "<!DOCTYPE ListBucketResult ["
            + entities
            + "]><ListBucketResult><Contents><Key>&b;</Key><Size>1</Size></Contents>"
            + "</ListBucketResult>";

    assertThatThrownBy(
            () -> ListObjectsV2.page(STORE, ListRequest.all(""), document.getBytes(UTF_8)))
        .isInstanceOf(StoreException.class);
  }
}
