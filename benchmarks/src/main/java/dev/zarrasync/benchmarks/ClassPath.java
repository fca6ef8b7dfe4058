package dev.zarrasync.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The class path of a contestant. */
final class ClassPath {

  private ClassPath() {}

  /**
   * Returns the command that starts a JVM for it, but for its main class.
   *
   * <p>Of the two that have {@code ucar.ma2}, zarr-java gets cdm, and the others ours.
   */
  static List<String> java(Contestant contestant) {
    boolean zarrJava =
        contestant == Contestant.ZARR_JAVA || contestant == Contestant.ZARR_JAVA_WIDE;
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !(zarrJava ? entry.contains("ucar-ma2") : isCdm(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "-cp",
        path);
  }

  private static boolean isCdm(String entry) {
    return Path.of(entry).getFileName().toString().startsWith("cdm-");
  }
}
