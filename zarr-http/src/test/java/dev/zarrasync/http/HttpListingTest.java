package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpListingTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://b.s3.eu-central-1.amazonaws.com,https://b.s3.eu-central-1.amazonaws.com/,'',b",
        "https://b.s3.amazonaws.com/a/b,https://b.s3.amazonaws.com/,a/b/,b",
        "https://my.b.s3-eu-west-1.amazonaws.com/a,https://my.b.s3-eu-west-1.amazonaws.com/,a/,my.b",
        "https://b.s3.example.org/a,https://b.s3.example.org/,a/,b",
        "https://s3.example.org/b/a,https://s3.example.org/b/,a/,b",
        "https://s3.eu-west-1.amazonaws.com/b,https://s3.eu-west-1.amazonaws.com/b/,'',b",
        "http://localhost:9000/b/a%20b/c+d,http://localhost:9000/b/,a b/c+d/,b",
        "http://localhost:9000,http://localhost:9000/,'',-",
      })
  void supposesTheBucketInTheHostOrThePath(
      URI root, URI bucket, String prefix, @Nullable String name) {
    assertThat(HttpListing.supposed(root)).isEqualTo(new HttpListing(bucket, prefix, name));
  }

  @Test
  void takesTheBucketThatItIsTold() {
    assertThat(HttpListing.at(URI.create("https://h/x/b"), URI.create("https://h/x/b/a")))
        .isEqualTo(new HttpListing(URI.create("https://h/x/b/"), "a/", null));
    assertThatThrownBy(() -> HttpListing.at(URI.create("https://h/b"), URI.create("https://h/bc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("https://h/b", "https://h/bc");
  }

  @Test
  void asksInTermsOfTheBucket() {
    HttpListing listing = new HttpListing(URI.create("https://h/b/"), "a b/", null);

    assertThat(listing.uri(ListRequest.all("c+").startAfter("c+d").pageSize(5), "sig=x%2By"))
        .hasToString(
            "https://h/b/?encoding-type=url&list-type=2&max-keys=5&prefix=a%20b%2Fc%2B"
                + "&start-after=a%20b%2Fc%2Bd&sig=x%2By");
  }

  @Test
  void answersInTermsOfTheStore() throws Exception {
    HttpListing listing = new HttpListing(URI.create("https://h/b/"), "a/", null);
    ListRequest request = ListRequest.children("c/");
    String document =
        "<ListBucketResult><IsTruncated>true</IsTruncated>"
            + "<NextContinuationToken>t</NextContinuationToken>"
            + "<Contents><Key>a/c/0</Key><Size>3</Size></Contents>"
            + "<CommonPrefixes><Prefix>a/c/d/</Prefix></CommonPrefixes></ListBucketResult>";

    ListPage page = listing.page(new MemoryStore(), request, document.getBytes(UTF_8));

    assertThat(page.objects()).containsExactly(new ListedObject("c/0", 3, null));
    assertThat(page.prefixes()).containsExactly("c/d/");
    assertThat(page.next()).isEqualTo(request.token("t"));
  }

  @ParameterizedTest
  @CsvSource({"<Name>b</Name>,true", "<Name>other</Name>,false", "'',false"})
  void believesWhereItIsSupposedOnlyAListingOfThatBucket(String name, boolean isBelieved) {
    HttpListing listing = HttpListing.supposed(URI.create("https://h/b/a"));
    String document =
        "<ListBucketResult>%s<IsTruncated>false</IsTruncated></ListBucketResult>".formatted(name);

    Throwable failure =
        catchThrowable(
            () -> listing.page(new MemoryStore(), ListRequest.all(""), document.getBytes(UTF_8)));
    if (isBelieved) {
      assertThat(failure).isNull();
    } else {
      assertThat(failure)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
          .hasMessageContainingAll("'b'", "https://h/b/", "listing(uri)");
    }
  }
}
