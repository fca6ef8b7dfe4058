package dev.zarrasync.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.X86Options;

/**
 * The filters of {@code lzma}, with the numbers and options that Python's module gives them.
 *
 * @param before those before the last, in the order in which they encode; never changed
 * @param lzma the last one; never changed
 * @param first whether the last one is LZMA1 and not LZMA2
 */
record LzmaFilters(List<FilterOptions> before, LZMA2Options lzma, boolean first) {

  private static final long LZMA1 = 0x4000_0000_0000_0001L;
  private static final long LZMA2 = 0x21;

  static LzmaFilters of(Options options, LzmaCodec.Format format) {
    try {
      LzmaFilters filters =
          options.has("filters") ? ofList(options.list("filters")) : preset(options, format);
      boolean fits =
          switch (format) {
            case XZ -> !filters.first;
            case ALONE -> filters.first && filters.before.isEmpty();
            case RAW -> options.has("filters");
          };
      if (fits) {
        return filters;
      }
    } catch (UnsupportedOptionsException | IllegalArgumentException e) {
      throw (IllegalArgumentException)
          options.invalid("filters", "filters of the format").initCause(e);
    }
    throw options.invalid("filters", "filters of the format, the last of which is LZMA");
  }

  private static LzmaFilters preset(Options options, LzmaCodec.Format format)
      throws UnsupportedOptionsException {
    LZMA2Options lzma = new LZMA2Options(level(options.integer("preset", 6)));
    return new LzmaFilters(List.of(), lzma, format == LzmaCodec.Format.ALONE);
  }

  /** A preset has flags of Python's in its upper bits. */
  private static int level(int preset) {
    return preset & 0x1f;
  }

  private static LzmaFilters ofList(List<?> list) throws UnsupportedOptionsException {
    List<FilterOptions> before = new ArrayList<>();
    for (Object entry : list.subList(0, Math.max(0, list.size() - 1))) {
      before.add(before(new Entry(entry)));
    }
    Entry last = new Entry(list.isEmpty() ? Map.of() : list.get(list.size() - 1));
    if (last.number("id", 0) != LZMA1 && last.number("id", 0) != LZMA2) {
      throw new IllegalArgumentException("The last filter is not LZMA");
    }
    return new LzmaFilters(List.copyOf(before), lzma(last), last.number("id", 0) == LZMA1);
  }

  private static FilterOptions before(Entry filter) throws UnsupportedOptionsException {
    long id = filter.number("id", 0);
    if (id == 3) {
      return new DeltaOptions((int) filter.number("dist", 1));
    }
    if (filter.number("start_offset", 0) != 0) {
      throw new IllegalArgumentException("A filter of lzma has a start_offset");
    }
    return switch ((int) id) {
      case 4 -> new X86Options();
      case 5 -> new PowerPCOptions();
      case 6 -> new IA64Options();
      case 7 -> new ARMOptions();
      case 8 -> new ARMThumbOptions();
      case 9 -> new SPARCOptions();
      default -> throw new IllegalArgumentException("A filter of lzma has the id " + id);
    };
  }

  private static LZMA2Options lzma(Entry filter) throws UnsupportedOptionsException {
    LZMA2Options lzma = new LZMA2Options(level((int) filter.number("preset", 6)));
    lzma.setDictSize((int) filter.number("dict_size", lzma.getDictSize()));
    lzma.setLcLp((int) filter.number("lc", lzma.getLc()), (int) filter.number("lp", lzma.getLp()));
    lzma.setPb((int) filter.number("pb", lzma.getPb()));
    lzma.setMode((int) filter.number("mode", lzma.getMode()));
    lzma.setNiceLen((int) filter.number("nice_len", lzma.getNiceLen()));
    return lzma;
  }

  /** The last filter with a dictionary that is not longer than a chunk, which saves memory. */
  LZMA2Options forChunk(int size) throws UnsupportedOptionsException {
    LZMA2Options shorter = (LZMA2Options) lzma.clone();
    shorter.setDictSize(Math.min(lzma.getDictSize(), Math.max(size, LZMA2Options.DICT_SIZE_MIN)));
    return shorter;
  }

  /** All filters, of which the last is this one. */
  FilterOptions[] all(LZMA2Options last) {
    List<FilterOptions> all = new ArrayList<>(before);
    all.add(last);
    return all.toArray(FilterOptions[]::new);
  }

  /** An entry of the list. */
  private static final class Entry {

    private final Map<?, ?> options;

    Entry(Object entry) {
      if (!(entry instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("A filter of lzma is " + entry);
      }
      this.options = map;
    }

    long number(String option, long preset) {
      Object value = options.get(option);
      if (value == null) {
        return preset;
      }
      if (value instanceof Number number) {
        return number.longValue();
      }
      throw new IllegalArgumentException(option + " of a filter of lzma is " + value);
    }
  }
}
