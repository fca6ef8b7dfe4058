package dev.zarrasync.examples.sky;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A line of reference values, made with another implementation: the file's first line says which.
 *
 * @param fields the values
 */
record Reference(List<String> fields) {

  static List<Reference> read(String file) {
    try (InputStream in = Reference.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> new Reference(Arrays.asList(line.split(",", -1))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int integer(int field) {
    return Integer.parseInt(fields.get(field));
  }

  double real(int field) {
    return Double.parseDouble(fields.get(field));
  }

  /**
   * Returns the direction whose longitude in degrees is a field, and whose latitude is the next.
   */
  Direction direction(int field) {
    return Direction.ofDegrees(real(field), real(field + 1));
  }
}
