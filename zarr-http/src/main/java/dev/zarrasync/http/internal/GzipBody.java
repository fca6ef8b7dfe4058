package dev.zarrasync.http.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Decodes a body that a server encoded though it was asked not to. The format's checksum and length
 * are verified (RFC 1952).
 */
final class GzipBody {

  private final AsyncStore store;
  private final String key;

  GzipBody(AsyncStore store, String key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Decodes a body.
   *
   * @throws StoreException if it is damaged, or its bytes are more than can be meant
   */
  byte[] decode(byte[] encoded) throws StoreException {
    int most = ExpectedBody.mostDecoded(encoded.length);
    byte[] bytes = new byte[Math.min(most, Math.max(1 << 10, encoded.length))];
    int length = 0;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(encoded))) {
      int read = in.read(bytes, length, bytes.length - length);
      while (read >= 0) {
        length += read;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(most + 1L, bytes.length * 2L));
        }
        if (length > most) {
          String problem =
              "the server encodes it with gzip, and more than " + most + " bytes come out of ";
          throw new StoreException(Kind.TOO_LARGE, store, key, problem + encoded.length, null);
        }
        read = in.read(bytes, length, bytes.length - length);
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          Kind.BAD_RESPONSE,
          store,
          key,
          "the body cannot be decoded with gzip: " + e.getMessage(),
          e);
    }
    return Arrays.copyOf(bytes, length);
  }
}
