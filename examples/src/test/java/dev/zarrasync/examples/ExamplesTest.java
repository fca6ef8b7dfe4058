package dev.zarrasync.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs each main as a user does: the AWS SDK finds server and credentials on its own. */
class ExamplesTest {

  @FunctionalInterface
  private interface Main {
    void run(String... args) throws Exception;
  }

  private static EmbeddedS3 s3;
  private static Map<String, String> settings;

  private String bucket;

  @BeforeAll
  static void start() throws Exception {
    s3 = EmbeddedS3.start();
    settings = s3.settings();
    settings.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    settings.keySet().forEach(System::clearProperty);
    s3.close();
  }

  @BeforeEach
  void writeToS3() throws Exception {
    bucket = s3.newBucket();
    WriteToS3.main(new String[] {bucket, "group/array"});
  }

  @Test
  void writesWhatCanBeReadBack() throws Exception {
    try (AsyncStore store = Stores.open(s3.url(bucket))) {
      float[] values = (float[]) JZarrs.openArray(store, "group/array").read();

      assertThat(values).hasSize(10_000);
      assertThat(values[9_999]).isEqualTo(9_999f);
    }
  }

  @Test
  void readsFromS3() throws Exception {
    assertThat(output(ReadFromS3::main, bucket, "group/array"))
        .isEqualToIgnoringNewLines("[100, 100] float[]");
  }

  @Test
  void readsThroughTheDropInStore() throws Exception {
    try (AsyncStore store = Stores.open(s3.url(bucket))) {
      var unused = JZarrs.createGroup(store, "group", null);
    }

    assertThat(output(DropInStore::main, bucket, "group", "array"))
        .isEqualToIgnoringNewLines("[100, 100] float[]");
  }

  @Test
  void readsManyKeys() throws Exception {
    String output = output(PureAsync::main, bucket, "group/array/.zarray", "group/array/9.9");

    // The last progress may come after the last value.
    assertThat(output).contains("group/array/9.9: missing");
    assertThat(output).containsPattern("group/array/.zarray: \\d+ bytes");
  }

  private static String output(Main main, String... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      main.run(args);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
