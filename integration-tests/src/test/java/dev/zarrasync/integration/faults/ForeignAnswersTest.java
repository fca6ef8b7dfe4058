package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A 404 on the way to S3 that says nothing of the chunk: it is read as no fill value. */
class ForeignAnswersTest extends ServerFixture {

  private static final List<Answer> FOREIGN =
      List.of(
          Answer.of(404, "default backend - 404".getBytes(UTF_8)),
          Answer.of(404),
          Answer.error(404, "XAdminUserNotFound"),
          Answer.error(404, "NoSuchAccessPoint"),
          Answer.error(404, "NoSuchBucket"));

  /** A way to open an array. */
  enum Opening {
    PLANNED {
      @Override
      ZarrArray open(AsyncStore store) throws IOException {
        return JZarrs.openArray(store, "a");
      }
    },
    DROP_IN {
      @Override
      ZarrArray open(AsyncStore store) throws IOException {
        return ZarrGroup.open(JZarrs.asJZarrStore(store)).openArray("a");
      }
    };

    abstract ZarrArray open(AsyncStore store) throws IOException;
  }

  static Stream<Arguments> openingsAndAnswers() {
    return Stream.of(Opening.values())
        .flatMap(opening -> FOREIGN.stream().map(answer -> Arguments.of(opening, answer)));
  }

  @ParameterizedTest
  @MethodSource("openingsAndAnswers")
  void keepsTheChunkThatAPartialWriteIsOf(Opening opening, Answer foreign) throws Exception {
    int[] values = {1, 2, 3, 4, 5, 6, 7, 8};
    MemoryStore memory = new MemoryStore();
    JZarrs.createGroup(memory, "", null);
    JZarrs.createArray(memory, "a", new ArrayParams().shape(8).chunks(8).dataType(DataType.i4))
        .write(values, new int[] {8}, new int[1]);
    Bucket bucket = Bucket.of(memory);
    AtomicBoolean isAway = new AtomicBoolean();
    Wire.Server server =
        opened(
            Wire.S3.start(
                (question, line) -> {
                  boolean isHit =
                      isAway.get()
                          && question.method().equals("GET")
                          && question.path().equals(Bucket.PATH + "/a/0");
                  line.send(isHit ? foreign : bucket.answer(question));
                }));
    AsyncStore store = opened(Wire.S3.store(Access.to(server.url(), 1, Duration.ofSeconds(30))));
    ZarrArray array = opening.open(store);
    isAway.set(true);

    assertThatThrownBy(array::read).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> array.write(100, new int[] {1}, new int[] {3}))
        .isInstanceOf(IOException.class);

    isAway.set(false);
    assertThat((int[]) opening.open(store).read()).isEqualTo(values);
  }
}
