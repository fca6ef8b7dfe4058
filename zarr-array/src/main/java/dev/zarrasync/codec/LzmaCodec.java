package dev.zarrasync.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The codec of the compressor {@code lzma}, in the formats that Python's module {@code lzma} has,
 * by XZ for Java.
 *
 * @param check the check that streams of XZ end with
 */
record LzmaCodec(Format format, int check, LzmaFilters filters) implements StreamCodec {

  /** The formats, in the order of their numbers from 1. */
  enum Format {
    XZ,
    ALONE,
    RAW
  }

  private static final List<Integer> CHECKS =
      List.of(XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256);

  /** Some more KiB than the dictionary of the highest preset takes. */
  private static final int MOST_MEMORY = 66 << 10;

  private static final int ALONE_HEADER = 1 + 4 + 8;

  /** A match of 273 bytes is coded in 14 decisions, each of which takes 1/46 of a bit or more. */
  private static final long MOST_TIMES = 273 * 8 * 46 / 14;

  static Codec of(Options options) {
    int number = options.integer("format", 1);
    if (number < 1 || number > Format.values().length) {
      throw options.invalid("format", "1 (xz), 2 (alone) or 3 (raw)");
    }
    Format format = Format.values()[number - 1];
    int check = options.integer("check", -1);
    if (check != -1 && !CHECKS.contains(check)) {
      throw options.invalid("check", "-1, 0, 1, 4 or 10");
    }
    return new LzmaCodec(
        format, check == -1 ? XZ.CHECK_CRC64 : check, LzmaFilters.of(options, format));
  }

  @Override
  public String name() {
    return "lzma";
  }

  @Override
  public InputStream decoding(byte[] encoded, int size) throws IOException {
    return switch (format) {
      case XZ -> new XZInputStream(StreamCodec.of(shortDictionary(encoded, size)), MOST_MEMORY);
      case ALONE -> decodingAlone(encoded, size);
      case RAW -> decodingRaw(encoded, size);
    };
  }

  /** Reads the header here, for the dictionary that it announces may be of any length. */
  private static InputStream decodingAlone(byte[] encoded, int size) throws IOException {
    if (encoded.length < ALONE_HEADER) {
      throw new EOFException("no header");
    }
    InputStream stream = StreamCodec.of(encoded);
    stream.skipNBytes(ALONE_HEADER);
    int dictionary = dictionary(LittleEndian.getInt(encoded, 1) & 0xffff_ffffL, encoded, size);
    return new LZMAInputStream(stream, LittleEndian.getLong(encoded, 5), encoded[0], dictionary);
  }

  private InputStream decodingRaw(byte[] encoded, int size) throws IOException {
    LZMA2Options lzma = filters.lzma();
    int dictionary = dictionary(lzma.getDictSize(), encoded, size);
    InputStream stream =
        filters.first()
            ? new LZMAInputStream(
                StreamCodec.of(encoded),
                -1,
                lzma.getLc(),
                lzma.getLp(),
                lzma.getPb(),
                dictionary,
                null)
            : new LZMA2InputStream(StreamCodec.of(encoded), dictionary);
    for (int i = filters.before().size() - 1; i >= 0; i--) {
      stream = filters.before().get(i).getInputStream(stream);
    }
    return stream;
  }

  private static byte[] shortDictionary(byte[] encoded, int size) {
    return XzBlock.withDictionary(encoded, mostRaw(encoded, size));
  }

  /** A dictionary longer than the raw chunk is of no use. */
  private static int dictionary(long announced, byte[] encoded, int size) {
    long most = Math.max(mostRaw(encoded, size), LZMA2Options.DICT_SIZE_MIN);
    return (int) Math.min(Math.min(announced, LZMA2Options.DICT_SIZE_MAX), most);
  }

  private static long mostRaw(byte[] encoded, int size) {
    return size == Elements.UNKNOWN ? MOST_TIMES * encoded.length : size;
  }

  @Override
  public OutputStream encoding(OutputStream encoded, int size) throws IOException {
    LZMA2Options lzma = filters.forChunk(size);
    return switch (format) {
      case XZ -> new XZOutputStream(encoded, filters.all(lzma), check);
      case ALONE -> new LZMAOutputStream(encoded, lzma, -1);
      case RAW -> encodingRaw(encoded, lzma);
    };
  }

  private OutputStream encodingRaw(OutputStream encoded, LZMA2Options lzma) throws IOException {
    FinishableOutputStream stream =
        filters.first()
            ? new LZMAOutputStream(encoded, lzma, true)
            : lzma.getOutputStream(new FinishableWrapperOutputStream(encoded));
    for (int i = filters.before().size() - 1; i >= 0; i--) {
      stream = filters.before().get(i).getOutputStream(stream);
    }
    return stream;
  }
}
