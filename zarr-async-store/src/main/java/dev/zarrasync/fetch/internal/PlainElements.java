package dev.zarrasync.fetch.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Elements of XML as plain as servers write listings, in UTF-8: without attributes, but for a name
 * space, without comments, sections, instructions and character references but for a few. All else
 * it takes for malformed, though it may not be. The JDK's parser takes 60 ms of processor time to
 * start.
 */
final class PlainElements implements XmlElements {

  private static final String[] DECLARATIONS = {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0' encoding='UTF-8'?>"
  };

  /** How servers write the characters that they must not, or need not, write as they are. */
  private static final String[] REFERENCES = {
    "&quot;", "&#34;", "&apos;", "&#39;", "&lt;", "&gt;", "&amp;"
  };

  private static final String REFERRED = "\"\"''<>&";

  private final String xml;
  private final Deque<String> open = new ArrayDeque<>();
  private int at;

  /** Whether the element that is open was written as one that is empty. */
  private boolean isEmpty;

  PlainElements(byte[] document) {
    xml = new String(document, UTF_8);
    for (String declaration : DECLARATIONS) {
      if (xml.startsWith(declaration)) {
        at = declaration.length();
      }
    }
  }

  @Override
  public @Nullable String next() {
    if (!isEmpty) {
      for (char c = peek(); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = peek()) {
        at++;
      }
    }
    return ends() ? null : begin();
  }

  @Override
  public String text() {
    String text = isEmpty ? "" : characters();
    check(ends());
    return text;
  }

  @Override
  public void skip() {
    for (int depth = open.size(); open.size() >= depth; ) {
      if (!isEmpty) {
        characters();
      }
      if (!ends()) {
        begin();
      }
    }
  }

  private static void check(boolean isPlain) {
    if (!isPlain) {
      throw new Malformed(null);
    }
  }

  private char peek() {
    check(at < xml.length());
    return xml.charAt(at);
  }

  private boolean take(String expected) {
    boolean isThere = xml.startsWith(expected, at);
    at += isThere ? expected.length() : 0;
    return isThere;
  }

  /** Ends the element that is open, if that comes next. */
  private boolean ends() {
    if (isEmpty) {
      isEmpty = false;
      open.pop();
      return true;
    }
    if (!take("</")) {
      return false;
    }
    check(!open.isEmpty() && take(open.pop()) && take(">"));
    return true;
  }

  private String begin() {
    check(take("<"));
    int start = at;
    while (isLetter(peek()) || (at > start && peek() >= '0' && peek() <= '9')) {
      at++;
    }
    check(at > start);
    String name = xml.substring(start, at);
    if (open.isEmpty()) {
      takeNameSpace();
    }
    open.push(name);
    isEmpty = take("/>");
    check(isEmpty || take(">"));
    return name;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void takeNameSpace() {
    if (take(" xmlns=\"http://") || take(" xmlns=\"https://")) {
      while (peek() > ' ' && peek() <= '~' && "\"<&".indexOf(peek()) < 0) {
        at++;
      }
      check(take("\""));
    }
  }

  /** Reads all before the next tag. */
  private String characters() {
    int end = xml.indexOf('<', at);
    check(end >= 0);
    StringBuilder text = null;
    int copied = at;
    for (; at < end; at++) {
      char c = xml.charAt(at);
      // What is no character of XML (section 2.2), what a parser changes, and what is not UTF-8.
      check((c >= ' ' || c == '\t' || c == '\n') && c < '\ufffd');
      check(c != '>' || !xml.startsWith("]]", at - 2));
      if (c == '&') {
        int reference = reference();
        text = (text == null ? new StringBuilder() : text).append(xml, copied, at);
        text.append(REFERRED.charAt(reference));
        at += REFERENCES[reference].length() - 1;
        copied = at + 1;
      }
    }
    return text == null ? xml.substring(copied, end) : text.append(xml, copied, end).toString();
  }

  private int reference() {
    for (int i = 0; i < REFERENCES.length; i++) {
      if (xml.startsWith(REFERENCES[i], at)) {
        return i;
      }
    }
    throw new Malformed(null);
  }
}
