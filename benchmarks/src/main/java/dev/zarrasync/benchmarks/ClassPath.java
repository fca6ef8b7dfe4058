package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.server.Protocol;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** The class path of a contestant: about what a program that uses it would have. */
final class ClassPath {

  /** What the benchmark needs, and no contestant. */
  private static final Pattern OF_BENCHMARK =
      jars("jetty-|xchart|picocli|jmh-|jopt-simple|commons-math3|zarr-testing");

  /** What others need, and ours does not. */
  private static final Pattern OF_OTHERS =
      jars(
          "zarr-java-|cdm-|okhttp|okio|jackson-datatype|aws-java-nio-spi|rxjava|jsr305"
              + "|s3-transfer-manager|aws-crt-client|apache-client|http(client|core)-"
              + "|commons-(logging|codec)-");

  /** What nobody needs who reads files. */
  private static final Pattern OF_SERVERS =
      Pattern.compile("/software/amazon/|/zarr-(s3|http)[-/]|/reactive-streams");

  private static final Pattern CDM = jars("cdm-");
  private static final Pattern UCAR_MA2 = jars("ucar-ma2");

  /** The jars of directories with classes, by directory. */
  private static final Map<String, String> PACKED = new HashMap<>();

  private ClassPath() {}

  private static Pattern jars(String names) {
    return Pattern.compile("/(" + names + ")[^/]*(\\.jar|/target/(test-)?classes)$");
  }

  /** Returns the command that starts a JVM for a job, but for its main class. */
  static List<String> java(ReadJob job) throws IOException {
    List<Pattern> left = left(job);
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = entry.replace(File.separatorChar, '/');
      if (!entry.isEmpty() && left.stream().noneMatch(pattern -> pattern.matcher(name).find())) {
        path.add(job.contestant() == Contestant.SHORT ? packed(entry) : entry);
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "-cp",
        String.join(File.pathSeparator, path));
  }

  /** Of the two that have {@code ucar.ma2}, zarr-java gets cdm, and the others ours. */
  private static List<Pattern> left(ReadJob job) {
    return switch (job.contestant()) {
      case ZARR_JAVA, ZARR_JAVA_WIDE -> List.of(OF_BENCHMARK, UCAR_MA2);
      case LOOP, FILE_SYSTEM, POOL, BARE_SDK -> List.of(OF_BENCHMARK, CDM);
      default ->
          job.protocol() == Protocol.FILE
              ? List.of(OF_BENCHMARK, OF_OTHERS, OF_SERVERS)
              : List.of(OF_BENCHMARK, OF_OTHERS);
    };
  }

  /** An archive of classes is of jars alone. */
  private static String packed(String entry) throws IOException {
    if (!Files.isDirectory(Path.of(entry))) {
      return entry;
    }
    String known = PACKED.get(entry);
    if (known != null) {
      return known;
    }
    Path jar = Files.createTempFile("classes", ".jar");
    jar.toFile().deleteOnExit();
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", entry, ".");
    if (status != 0) {
      throw new IOException("jar cannot pack " + entry);
    }
    PACKED.put(entry, jar.toString());
    return jar.toString();
  }
}
