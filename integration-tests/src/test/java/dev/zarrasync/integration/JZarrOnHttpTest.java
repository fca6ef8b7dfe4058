package dev.zarrasync.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.CompressorFactory;
import com.bc.zarr.DataType;
import com.bc.zarr.DimensionSeparator;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import com.bc.zarr.storage.FileSystemStore;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stock JZarr wrote to files, read by ours from a web server. */
class JZarrOnHttpTest {

  private static final int[] SHAPE = {40, 50};

  @TempDir Path directory;

  private static ArrayParams params(DimensionSeparator separator) {
    return new ArrayParams()
        .shape(SHAPE)
        .chunks(1, 2)
        .dataType(DataType.i4)
        .fillValue(-1)
        .dimensionSeparator(separator)
        .compressor(CompressorFactory.create("zlib", "level", 1));
  }

  /** A server of what is in the directory. */
  private WebServer serve(Speaks speaks) throws Exception {
    return serve(WebServer.start(speaks));
  }

  private WebServer serve(WebServer server) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(file -> put(server, file));
    }
    return server;
  }

  private void put(WebServer server, Path file) {
    try {
      String path = directory.relativize(file).toString().replace(java.io.File.separatorChar, '/');
      server.put("/data/" + path, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpStoreBuilder data(WebServer server) {
    HttpStoreBuilder builder = HttpStore.builder().base(server.url("/data"));
    return switch (server.speaks()) {
      // On a busy machine, too, no handshake is looked at: it would count as a connection.
      case TLS -> builder.trustStore(WebServer.trusted()).connectTimeout(Duration.ofMinutes(2));
      case H2C -> builder.protocol(HttpProtocol.HTTP_2);
      case HTTP_1_1 -> builder;
    };
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void allWaysReadWhatStockJZarrWrote(Speaks speaks) throws Exception {
    int[] values = IntStream.range(0, SHAPE[0] * SHAPE[1]).toArray();
    for (DimensionSeparator separator : DimensionSeparator.values()) {
      ZarrGroup.create(directory)
          .createArray(separator.name(), params(separator))
          .write(values, SHAPE, new int[2]);
    }
    Random random = new Random(1);
    try (WebServer server = serve(speaks);
        HttpStore store = data(server).build()) {
      for (DimensionSeparator separator : DimensionSeparator.values()) {
        ZarrArray stock = ZarrArray.open(directory.resolve(separator.name()));
        ZarrArray planned = JZarrs.openArray(store, separator.name());
        ZarrArray inGroup = JZarrs.openGroup(store, "").openArray(separator.name());
        ZarrArray dropIn = ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray(separator.name());
        for (int i = 0; i < 5; i++) {
          int[] offset = {random.nextInt(SHAPE[0]), random.nextInt(SHAPE[1])};
          int[] shape = {1 + random.nextInt(SHAPE[0]), 1 + random.nextInt(SHAPE[1])};
          Object expected = stock.read(shape, offset);
          assertThat(planned.read(shape, offset)).isEqualTo(expected);
          assertThat(inGroup.read(shape, offset)).isEqualTo(expected);
          assertThat(dropIn.read(shape, offset)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ListPolicy.class)
  void thePlannerDoesWithoutAListing(ListPolicy policy) throws Exception {
    ZarrArray written = ZarrArray.create(directory, params(DimensionSeparator.SLASH));
    int[] row = IntStream.range(0, SHAPE[1]).toArray();
    written.write(row, new int[] {1, SHAPE[1]}, new int[] {7, 0});
    try (WebServer server = serve(Speaks.TLS);
        HttpStore store = data(server).maxInFlight(64).build()) {
      ZarrArray array = JZarrs.openArray(store, "", ArrayOptions.DEFAULT.listPolicy(policy));
      int before = server.requests();

      assertThat(array.read()).isEqualTo(written.read());

      assertThat(server.requests() - before).as("a GET for each chunk").isEqualTo(40 * 25);
      assertThat(server.connections()).isLessThanOrEqualTo(8);
    }
  }

  /** Answers in place of the server while that is away, as an ingress does. */
  private static final class Ingress extends Handler.Wrapper {
    volatile boolean away;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!away) {
        return super.handle(request, response, callback);
      }
      response.setStatus(404);
      response.getHeaders().put(HttpHeader.SERVER, "ingress");
      response.write(true, ByteBuffer.wrap("404 page not found".getBytes(US_ASCII)), callback);
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void aChunkIsNotMissingBecauseItsServerIsAway(Speaks speaks) throws Exception {
    ZarrArray written = ZarrArray.create(directory, params(DimensionSeparator.DOT));
    written.write(IntStream.range(0, 50).toArray(), new int[] {1, 50}, new int[] {7, 0});
    Ingress ingress = new Ingress();
    try (WebServer server = serve(WebServer.start(speaks, ingress));
        HttpStore store = data(server).maxAttempts(2).build()) {
      ZarrArray planned = JZarrs.openArray(store, "");
      ZarrArray dropIn = ZarrArray.open(JZarrs.asJZarrStore(store));
      ingress.away = true;
      for (ZarrArray array : List.of(planned, dropIn)) {
        assertThatThrownBy(() -> array.read(new int[] {1, 2}, new int[] {7, 0}))
            .isInstanceOf(IOException.class)
            .hasStackTraceContaining("key '7.0'")
            .hasStackTraceContaining("something else than the server that has the data");
      }

      ingress.away = false;

      for (ZarrArray array : List.of(planned, dropIn)) {
        assertThat(array.read(new int[] {1, 2}, new int[] {7, 0})).isEqualTo(new int[] {0, 1});
        assertThat(array.read(new int[] {1, 2}, new int[] {8, 0})).isEqualTo(new int[] {-1, -1});
      }
    }
  }

  @Test
  void openingAnArrayIsOneRequestForEachVersion() throws Exception {
    ZarrArray.create(directory, params(DimensionSeparator.DOT));
    try (WebServer server = serve(Speaks.TLS);
        HttpStore store = data(server).build()) {
      JZarrs.openArray(store, "");

      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void aGroupThatChangedAfterItWasConsolidatedIsWhatItIsNow() throws Exception {
    ZarrGroup written = ZarrGroup.create(directory);
    written.createArray("a", params(DimensionSeparator.DOT)).write(7);
    ZarrUtils.consolidateMetadata(new FileSystemStore(directory));
    written.createArray("b", params(DimensionSeparator.DOT));
    ArrayParams floats = new ArrayParams().shape(3).dataType(DataType.f4).compressor(null);
    written.createArray("a", floats).write(1.5);
    try (WebServer server = serve(Speaks.TLS);
        HttpStore store = data(server).build()) {
      ZarrGroup group = JZarrs.openGroup(store, "");

      assertThat(group.getArrayKeys()).containsExactly("a"); // Nothing else tells of a name.
      assertThat(group.openArray("a").read()).isEqualTo(new float[] {1.5f, 1.5f, 1.5f});
      assertThat(group.openArray("b").getShape()).isEqualTo(SHAPE);
      assertThat(server.requests())
          .as("four of metadata of each version, and a chunk")
          .isEqualTo(2 * 4 + 1);
    }
  }

  @Test
  void writingSaysThatTheStoreCannot() throws Exception {
    ZarrArray.create(directory, params(DimensionSeparator.DOT));
    try (WebServer server = serve(Speaks.HTTP_1_1);
        HttpStore store = data(server).build()) {
      ZarrArray array = JZarrs.openArray(store, "");

      assertThatThrownBy(() -> array.write(new int[] {1, 2}, new int[] {1, 2}, new int[2]))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("a store on HTTP cannot write");
    }
  }
}
