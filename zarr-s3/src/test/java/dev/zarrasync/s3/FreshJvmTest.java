package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.testing.EmbeddedS3;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stores do in a JVM that has just started. */
class FreshJvmTest {

  private static final String KEY = "a/0.0";

  private final Path directory;

  FreshJvmTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** A program that uses a store. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      S3StoreBuilder builder = S3Store.builder().region("eu-central-1");
      switch (arguments[0]) {
        case "build" -> {
          var unused = builder.bucket("bucket").anonymous().build(); // Not even closed.
        }
        case "close" -> builder.bucket("bucket").credentials("key", "secret").build().close();
        case "read" -> {
          builder.endpoint(URI.create(arguments[1])).bucket(arguments[2]);
          builder.credentials(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY);
          try (S3Store store = builder.build()) {
            int length = ((Found) value(store.get(KEY))).bytes().length;
            int listed = value(store.list(ListRequest.all("a/"))).objects().size();
            boolean isMissing = value(store.get("a/0.1")) == Fetched.MISSING;
            System.out.println(length + " bytes, " + listed + " listed, " + isMissing);
          }
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  @Test
  void aStoreThatIsNotUsedKeepsNothingRunning() throws Exception {
    assertThat(run("build")).isEmpty();
    assertThat(run("close")).isEmpty();
  }

  @Test
  void aReadWithKnownCredentialsLoadsNoClassOfTheSdk() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      try (S3Store store = OnEmbeddedS3.store(s3, bucket).build()) {
        value(store.put(KEY, new byte[10]));
      }

      assertThat(run("read", s3.endpoint().toString(), bucket))
          .isEqualToIgnoringNewLines("10 bytes, 1 listed, true");
    }

    List<String> ofSdk =
        Files.readAllLines(directory.resolve("classes")).stream()
            .filter(line -> line.contains(" software.amazon.awssdk."))
            .filter(line -> !line.contains(" software.amazon.awssdk.crt."))
            .toList();
    assertThat(ofSdk).isEmpty();
  }

  /** Runs the program, which succeeds, and returns what it prints. */
  private String run(String... arguments) throws Exception {
    Path printed = directory.resolve("printed");
    Path unpacked = Files.createDirectories(directory.resolve("unpacked"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.home=" + directory); // Without configuration files.
    command.add("-Djava.io.tmpdir=" + unpacked);
    command.add("-Xlog:class+load:file=" + directory.resolve("classes"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("HOME", directory.toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
    assertThat(unpacked).isEmptyDirectory();
    return Files.readString(printed);
  }
}
