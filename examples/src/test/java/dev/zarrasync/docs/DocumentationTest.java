package dev.zarrasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.docs.Page.Block;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of the documentation, and follows its links. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

  @TempDir private static Path directory;

  private static List<Page> pages;
  private static EmbeddedS3 s3;
  private static WebServer web;
  private static AsyncStore store;
  private static Map<String, String> settings;
  private static Snippets snippets;

  @BeforeAll
  static void start() throws Exception {
    pages = pages();
    s3 = EmbeddedS3.start();
    web = WebServer.start(Speaks.HTTP_1_1);
    String bucket = s3.newBucket();
    settings = s3.settings();
    settings.forEach(System::setProperty);
    try (AsyncStore whole = Stores.open(s3.url(bucket))) {
      Given.fill(whole);
    }
    store = Stores.open(s3.url(bucket + "/data"));
    Given.fill(store);
    Given.use(store);
    copyToWeb();
    snippets =
        Snippets.compile(
            pages.stream().flatMap(page -> page.blocks().stream()).toList(),
            code ->
                code.replace("my-bucket", bucket)
                    .replace("https://minio.example.org", s3.endpoint().toString())
                    .replace("https://example.org", web.url().toString()),
            directory);
  }

  private static List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> root = Files.list(ROOT)) {
      for (Path path : Stream.concat(docs, root).sorted().toList()) {
        if (path.toString().endsWith(".md")) {
          pages.add(Page.read(path));
        }
      }
    }
    return pages;
  }

  private static void copyToWeb() {
    for (ListedObject object : store.list(ListRequest.all("")).join().objects()) {
      Fetched fetched = store.get(object.key()).join();
      web.put("/data/" + object.key(), ((Fetched.Found) fetched).bytes());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    settings.keySet().forEach(System::clearProperty);
    snippets.close();
    store.close();
    web.close();
    s3.close();
  }

  @TestFactory
  Stream<DynamicTest> eachBlockOfCodeRuns() {
    return pages.stream().flatMap(page -> page.blocks().stream()).map(DocumentationTest::runs);
  }

  private static DynamicTest runs(Block block) {
    return DynamicTest.dynamicTest(block.toString(), () -> snippets.run(block));
  }

  @Test
  void eachLinkToAFileLeadsToOne() {
    for (Page page : pages) {
      Matcher link = LINK.matcher(page.text());
      while (link.find()) {
        assertThat(page.path().resolveSibling(link.group(1))).as(page.name()).exists();
      }
    }
  }

  @Test
  void thereIsCodeToRun() {
    assertThat(pages.stream().flatMap(page -> page.blocks().stream())).hasSizeGreaterThan(20);
  }
}
