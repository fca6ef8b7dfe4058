package dev.zarrasync.fetch.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.fetch.internal.XmlElements.Malformed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as plain XML reads like that by the JDK's parser. */
class PlainElementsTest {

  private static final String PLAIN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<root xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><t1>a/\u00e4\ud83d\ude00</t1>\n"
          + "<t>&quot;e&#34;&apos;&#39;&lt;b&gt;&amp;amp;]]</t>"
          + "<n><t>1 > 0\t\n</t><t/><s><x>a<y/>b</x>c</s></n><t></t><s/><n/> </root>";

  /** Reads all: texts where names start with t, children where they start with n. */
  private static List<String> read(XmlElements xml) {
    List<String> read = new ArrayList<>();
    read.add(String.valueOf(xml.next()));
    children(xml, read);
    return read;
  }

  private static void children(XmlElements xml, List<String> read) {
    for (String name = xml.next(); name != null; name = xml.next()) {
      read.add(name);
      if (name.startsWith("t")) {
        read.add(xml.text());
      } else if (name.startsWith("n")) {
        children(xml, read);
        read.add("/");
      } else {
        xml.skip();
      }
    }
  }

  private static @Nullable List<String> readPlain(String document) {
    try {
      return read(new PlainElements(document.getBytes(UTF_8)));
    } catch (Malformed e) {
      return null;
    }
  }

  private static List<String> readByJdk(String document) {
    return read(new StaxElements(document.getBytes(UTF_8)));
  }

  @Test
  void readsElementsAndTexts() {
    assertThat(readPlain(PLAIN))
        .containsExactly(
            "root",
            "t1",
            "a/\u00e4\ud83d\ude00",
            "t",
            "\"e\"''<b>&amp;]]",
            "n",
            "t",
            "1 > 0\t\n",
            "t",
            "",
            "s",
            "/",
            "t",
            "",
            "s",
            "n",
            "/")
        .isEqualTo(readByJdk(PLAIN));
  }

  @Test
  void whateverIsChangedInADocumentItReadsNothingElse() {
    int read = 0;
    for (int i = 0; i <= PLAIN.length(); i++) {
      for (String inserted :
          List.of(
              "",
              "<",
              ">",
              "/",
              "&",
              ";",
              "\"",
              "'",
              "]",
              "]]>",
              " ",
              "\r",
              "\r\n",
              "\0",
              "\u0001",
              "\ufffe",
              "!",
              "<!---->",
              "<?p?>",
              "<![CDATA[t]]>",
              "&#10;",
              "&e;",
              "a",
              ":",
              "=")) {
        for (int cut = 0; cut <= 1 && i + cut <= PLAIN.length(); cut++) {
          String changed = PLAIN.substring(0, i) + inserted + PLAIN.substring(i + cut);
          List<String> plain = readPlain(changed);
          if (plain != null) {
            assertThat(plain).as(changed).isEqualTo(readByJdk(changed));
            read++;
          }
        }
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><r/>",
        "<!DOCTYPE r><r/>",
        "<r a=\"b\"><t/></r>",
        "<r><t xml:space=\"preserve\">a</t></r>",
        "<r xmlns=\"http://a&amp;b\"></r>",
        "<p:r xmlns:p=\"http://a\"></p:r>",
        "<r><t>a\rb</t></r>",
        "<r>text</r>",
      })
  void leavesTheRestToTheJdk(String document) {
    assertThat(readPlain(document)).isNull();
  }

  @Test
  void bytesThatAreNotUtf8AreNotPlain() {
    byte[] document = {'<', 'r', '>', '<', 't', '>', (byte) 0xe4, '<', '/', 't', '>'};

    assertThatThrownBy(() -> read(new PlainElements(document))).isInstanceOf(Malformed.class);
  }

  @Test
  void anAbyssOfElementsIsLeftOut() {
    String deep = "<r><s>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</s></r>";

    assertThat(readPlain(deep)).containsExactly("r", "s");
  }
}
