package dev.zarrasync.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation.
 *
 * @param path where it is
 * @param text its Markdown
 */
record Page(Path path, String text) {

  private static final Pattern CODE = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  /**
   * A block of Java.
   *
   * @param page the name of its page
   * @param line the line of the page that it starts in
   * @param code what is in it
   */
  record Block(String page, int line, String code) {

    private static final Pattern DECLARATION =
        Pattern.compile("(?m)\\A(@\\w+\\s+)*((public|final|abstract) )*(class|record|interface) ");

    /** A name for the class that it becomes. */
    String className() {
      return page.replaceAll("\\W", "_") + "_" + line;
    }

    boolean isDeclaration() {
      return DECLARATION.matcher(code).find();
    }

    @Override
    public String toString() {
      return page + ", line " + line;
    }
  }

  static Page read(Path path) throws IOException {
    return new Page(path, Files.readString(path));
  }

  String name() {
    return path.getFileName().toString();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      int line = (int) text.substring(0, code.start(1)).lines().count() + 1;
      blocks.add(new Block(name(), line, code.group(1)));
    }
    return blocks;
  }
}
