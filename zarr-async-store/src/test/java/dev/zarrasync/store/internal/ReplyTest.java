package dev.zarrasync.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplyTest {

  private final List<String> told = new ArrayList<>();
  private final Reply<String> reply =
      new Reply<>() {
        @Override
        protected void over() {
          told.add("over");
        }
      };

  private void tell(@Nullable String value, @Nullable Throwable failure) {
    told.add(value + " " + (failure == null ? null : failure.getClass().getSimpleName()));
  }

  @Test
  void whoFollowsIsToldAfterTheFunctionsAndBeforeItIsOver() {
    Reply.follow(reply, this::tell);
    reply.thenAccept(value -> told.add("function"));

    assertThat(reply.complete("a")).isTrue();
    assertThat(reply.complete("b")).isFalse();
    assertThat(told).containsExactly("function", "a null", "over");
  }

  @Test
  void whoeverEndsItItIsOver() {
    Reply.follow(reply, this::tell);
    reply.cancel(true);

    assertThat(reply).isCancelled();
    assertThat(told).containsExactly("null CancellationException", "over");
  }

  @Test
  void manyMayFollowAlsoWhatIsOver() {
    Reply.follow(reply, this::tell);
    Reply.follow(reply, this::tell);
    reply.end("a", null);
    Reply.follow(reply, this::tell);

    assertThat(told).containsExactlyInAnyOrder("a null", "a null", "over", "a null");
  }

  @Test
  void itFailsWithWhatAnotherFutureFailedWith() {
    CompletableFuture<String> other = new CompletableFuture<>();
    Reply.follow(other, reply::end);
    IllegalStateException failure = new IllegalStateException("by hand");
    other.completeExceptionally(new CompletionException(failure));

    assertThat(reply).isCompletedExceptionally();
    assertThat(reply.handle((value, problem) -> problem).join()).isSameAs(failure);
    assertThat(told).containsExactly("over");
  }
}
