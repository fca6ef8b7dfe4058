package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one codec. All that they can have wrong is an {@link IllegalArgumentException}
 * that names codec and option.
 *
 * @param name the codec's name in metadata
 * @param configuration what the metadata says
 * @param input what the codec encodes
 * @param v3 whether the metadata is of Zarr v3, where all numbers of a chunk have the byte order of
 *     the input, whatever an option says
 */
record Options(String name, Map<String, ?> configuration, Elements input, boolean v3) {

  IllegalArgumentException invalid(String option, String rule) {
    return new IllegalArgumentException(
        "The option %s of the codec %s must be %s but is %s"
            .formatted(option, name, rule, configuration.get(option)));
  }

  boolean has(String option) {
    return value(option) != null;
  }

  @Nullable Object value(String option) {
    return configuration.get(option);
  }

  String string(String option, String preset) {
    return has(option) ? String.valueOf(value(option)) : preset;
  }

  /** One of some names. */
  String oneOf(String option, String preset, String... names) {
    String value = string(option, preset);
    if (!List.of(names).contains(value)) {
      throw invalid(option, String.join(" or ", names));
    }
    return value;
  }

  boolean flag(String option) {
    return Boolean.TRUE.equals(value(option));
  }

  int integer(String option, int preset) {
    return has(option) ? integer(option) : preset;
  }

  int integer(String option) {
    Object value = value(option);
    if (value instanceof Number number) {
      return number.intValue();
    }
    try {
      // JZarr takes numbers in quotes as well.
      return Integer.parseInt(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException) invalid(option, "a number").initCause(e);
    }
  }

  Number number(String option) {
    if (value(option) instanceof Number number) {
      return number;
    }
    throw invalid(option, "a number");
  }

  List<?> list(String option) {
    if (value(option) instanceof List<?> list) {
      return list;
    }
    throw invalid(option, "a list");
  }

  /** A type of numbers; the one of the input, if the option is missing. */
  NumberType numbers(String option) {
    if (!has(option)) {
      return numbers();
    }
    try {
      // Zarr v3 has objects with a name, too.
      Object name = value(option) instanceof Map<?, ?> map ? map.get("name") : value(option);
      NumberType type = NumberType.of(String.valueOf(name));
      return v3 ? type.order(input.type().order()) : type;
    } catch (IllegalArgumentException e) {
      throw (IllegalArgumentException) invalid(option, "a type of numbers").initCause(e);
    }
  }

  /** The type of the input, which has to be numbers. */
  NumberType numbers() {
    try {
      return new NumberType(input.type());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The codec " + name + " takes numbers alone", e);
    }
  }

  /** A type of numbers to calculate with; the one of the input, if the option is missing. */
  NumberType arithmetic(String option) {
    NumberType type = numbers(option);
    if (!type.isArithmetic()) {
      throw new IllegalArgumentException(
          "The codec " + name + " does not calculate with dates and durations");
    }
    return type;
  }

  /** A type of floating-point numbers; the one of the input, if the option is missing. */
  NumberType floating(String option) {
    NumberType type = numbers(option);
    if (!type.isFloating()) {
      throw new IllegalArgumentException(
          "The codec " + name + " takes floating-point numbers alone");
    }
    return type;
  }

  /** The type of the input, which has to be integers or floating-point numbers. */
  NumberType real() {
    return real(numbers());
  }

  /** A type of integers or floating-point numbers. */
  NumberType real(String option) {
    if (!has(option)) {
      throw invalid(option, "a type of numbers");
    }
    return real(numbers(option));
  }

  private NumberType real(NumberType type) {
    if (!type.isArithmetic() || type.type().kind() == Kind.BOOLEAN) {
      throw new IllegalArgumentException(
          "The codec " + name + " takes integers and floating-point numbers alone");
    }
    return type;
  }

  /** Refuses options that a later version of a codec may have. */
  void only(String... names) {
    for (String option : configuration.keySet()) {
      if (!List.of(names).contains(option)) {
        throw new IllegalArgumentException(
            "The codec %s has an option that is not known here: %s".formatted(name, option));
      }
    }
  }

  /** A number as Zarr v3 writes fill values of a type; a preset, if the option is missing. */
  Scalar scalar(String option, int preset, NumberType type) {
    return scalar(option, has(option) ? value(option) : preset, type);
  }

  /** A number that is in the value of an option. */
  Scalar scalar(String option, @Nullable Object json, NumberType type) {
    try {
      return Scalar.of(json, type);
    } catch (IllegalArgumentException e) {
      throw (IllegalArgumentException) invalid(option, "numbers of their type").initCause(e);
    }
  }
}
