package dev.zarrasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of all stored chunks, one after the other, and drops their bytes. */
final class BareFiles implements Reader {

  private static final short[] NONE = {};

  private final Path directory;
  private final List<String> keys;

  BareFiles(ReadJob job) {
    this.directory = Path.of(job.endpoint());
    this.keys = job.data().stored(job.grid());
  }

  @Override
  public short[] read() throws IOException {
    for (String key : keys) {
      byte[] unused = Files.readAllBytes(directory.resolve(key));
    }
    return NONE;
  }

  @Override
  public void close() {}
}
