package dev.zarrasync.cli;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs what is run most, so that the JVM can archive the classes that it needs. */
final class Rehearsal {

  private Rehearsal() {}

  /**
   * Ends with an exception if a command fails.
   *
   * @param args the directory for a small array
   */
  public static void main(String[] args) throws Exception {
    String root = args[0];
    try (AsyncStore store = FileStore.at(Files.createDirectories(Path.of(root)))) {
      JZarrs.createGroup(store, "", null);
      ArrayParams params = new ArrayParams().shape(4, 4).chunks(2, 2).dataType(DataType.u2);
      ZarrArray array = JZarrs.createArray(store, "array", params, Map.of("unit", "K"));
      array.write(new short[16], new int[] {4, 4}, new int[] {0, 0});
    }
    String array = root + "/array";
    for (String[] command :
        new String[][] {
          {"--help"},
          {"--version"},
          {"info", "--help"},
          {"info", root},
          {"info", array},
          {"info", "--json", array},
          {"ls", "-r", root},
          {"tree", root},
          {"cat", array, ".zarray"},
          {"plan", array, "0:2,:"},
          {"get", array, "0:2,:"},
          {"get", array, "--format", "npy", "-o", root + ".npy"}
        }) {
      run(command);
    }
  }

  private static void run(String... command) throws IOException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Console console = Console.of(nowhere, System.err, Console.ofSystem().terminal());
    int exitCode = Main.run(console, command);
    if (exitCode != 0) {
      throw new IOException(
          "The rehearsal of 'zarrasync " + String.join(" ", command) + "' ended with " + exitCode);
    }
  }
}
