package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Sends the requests for one bucket. Cancelling the result of one aborts it. */
interface S3Sender {

  /**
   * Reads an object or a range of its bytes.
   *
   * @param errors says what went wrong
   */
  CompletableFuture<Fetched> get(
      S3Errors errors, String key, GetOptions options, Admission admission);

  /** Lists a page of keys. */
  CompletableFuture<ListPage> list(AsyncStore store, ListRequest request);

  /** Writes an object in one request. */
  CompletableFuture<Void> put(AsyncStore store, String key, byte[] value, Condition condition);

  /** Deletes an object. Where there is none, some servers answer with 404. */
  CompletableFuture<Void> delete(AsyncStore store, String key);

  /**
   * Deletes up to 1,000 objects, whose keys XML can hold.
   *
   * @return why some are left
   */
  CompletableFuture<List<S3Error>> delete(AsyncStore store, Collection<String> keys);

  /** Makes something of an answer. Cancelling that cancels the request. */
  static <A, B> CompletableFuture<B> map(CompletableFuture<A> answer, Function<A, B> made) {
    return cancelling(answer, answer.thenApply(made));
  }

  /** Has an answer cancelled with what is made of it. */
  static <T> CompletableFuture<T> cancelling(
      CompletableFuture<?> answer, CompletableFuture<T> result) {
    var unused = result.whenComplete(new Cancelling(answer));
    return result;
  }

  /**
   * Cancels an answer with what is made of it. A class, and no lambda, which takes longer to load.
   */
  record Cancelling(CompletableFuture<?> answer) implements BiConsumer<Object, Throwable> {

    @Override
    public void accept(@Nullable Object value, @Nullable Throwable error) {
      if (error != null) {
        answer.cancel(true);
      }
    }
  }
}
