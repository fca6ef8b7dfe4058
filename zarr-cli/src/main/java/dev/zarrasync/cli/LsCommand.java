package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists objects and directories. */
@Command(
    name = "ls",
    description = "Lists the objects of a directory, with their sizes in bytes.",
    mixinStandardHelpOptions = true)
final class LsCommand extends StoreCommand {

  /** What Java has for a character that it cannot read in a name. A get says what to do. */
  private static final char UNREADABLE = '\uFFFD';

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = {"-r", "--recursive"},
      description = "All objects below, not those of the directory alone.")
  private boolean recursive;

  LsCommand(Console console) {
    super(console);
  }

  @Override
  void run(AsyncStore store) throws IOException {
    ListRequest request = recursive ? ListRequest.all("") : ListRequest.children("");
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    boolean empty = true;
    List<String> garbled = new ArrayList<>();
    // Who reads the output may have gone, as head does.
    while (request != null && !console.text().checkError()) {
      ListPage page = withoutMarker(store.anyNames().list(request).join());
      empty &= page.objects().isEmpty() && page.prefixes().isEmpty();
      if (json.isSet()) {
        add(page, answer);
      } else {
        print(page, console.text());
      }
      names(page).filter(name -> name.indexOf(UNREADABLE) >= 0).forEach(garbled::add);
      request = page.next();
    }
    if (empty) {
      throw new CommandException(
          "There is nothing below " + store.url(""),
          "see what there is one level up; 'zarrasync cat' shows a single object");
    }
    if (json.isSet()) {
      JsonOption.print(answer, console.text());
    }
    for (String name : garbled) {
      var unused = store.get(name, ByteRange.of(0, 1)).join();
    }
  }

  /** Directories without their slashes. */
  private static Stream<String> names(ListPage page) {
    return Stream.concat(
        page.prefixes().stream().map(prefix -> prefix.substring(0, prefix.length() - 1)),
        page.objects().stream().map(ListedObject::key));
  }

  /** Leaves out what some tools write for the directory itself. */
  private static ListPage withoutMarker(ListPage page) {
    return new ListPage(
        page.objects().stream().filter(object -> !object.key().isEmpty()).toList(),
        page.prefixes(),
        page.next());
  }

  private static void print(ListPage page, PrintWriter out) {
    page.prefixes().forEach(prefix -> out.printf("%15s  %s%n", "", prefix));
    page.objects().forEach(object -> out.printf("%,15d  %s%n", object.size(), object.key()));
  }

  private static void add(ListPage page, ArrayNode answer) {
    page.prefixes().forEach(prefix -> answer.addObject().put("prefix", prefix));
    for (ListedObject object : page.objects()) {
      var entry = answer.addObject().put("key", object.key()).put("size", object.size());
      if (object.etag() != null) {
        entry.put("etag", object.etag());
      }
    }
  }
}
