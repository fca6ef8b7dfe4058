package dev.zarrasync.http.internal;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One get of one object: a request, one more for each redirect, and one where a connection ends.
 *
 * <p>It goes through the states in their order, and back to {@link State#SENT} when it is sent
 * again.
 */
public abstract class Exchange extends StoreReply implements HttpClient.Receiver {

  private enum State {
    /** No head has come. */
    SENT,
    /** The head has come, and the body waits to be let in. What of it has come is kept. */
    HEAD,
    /** The body goes where it is wanted. */
    RECEIVING,
    /** The answer is no success: its body says more. */
    REFUSED,
    /** The result is there, or what is left to do needs no more of the answer. */
    ENDED
  }

  private final HttpClient client;
  private final boolean isWeb;
  private final AsyncStore store;
  private final String key;
  private final GetOptions options;
  private final Admission admission;
  private final Object lock = new Object();

  // Guarded by the lock.
  private final Redirects redirects;
  private final Resends resends = new Resends();
  private State state = State.SENT;
  private HttpClient.@Nullable Call call;
  private @Nullable HttpRequest request;
  private @Nullable Head head;
  private @Nullable Runnable outcome;
  private @Nullable Intake intake;
  private @Nullable RefusalText text;

  private final Runnable onRoom =
      new Runnable() {
        @Override
        public void run() {
          synchronized (lock) {
            grant();
          }
          settle();
        }
      };

  // Used by the one answer that there is at a time.
  private @Nullable CompletableFuture<Void> admitted;
  private long room;

  /**
   * Sends nothing yet.
   *
   * @param isWeb whether the server may redirect, encode, and send a whole object for a range
   * @param store named in errors, as {@code key} is
   * @param options what is wanted
   * @param admission lets the body in, and hears how it comes along
   */
  protected Exchange(
      HttpClient client,
      boolean isWeb,
      AsyncStore store,
      String key,
      GetOptions options,
      Admission admission) {
    this.client = client;
    this.isWeb = isWeb;
    this.store = store;
    this.key = key;
    this.options = options;
    this.admission = admission;
    this.redirects = new Redirects(store, key);
  }

  /**
   * Sends the request.
   *
   * @return the object; cancelling it aborts the request
   */
  public final CompletableFuture<Fetched> start(URI uri) {
    send(uri);
    return this;
  }

  /** The key of the object. */
  protected final String key() {
    return key;
  }

  /** What is wanted. */
  protected final GetOptions options() {
    return options;
  }

  private void send(URI uri) {
    HttpClient.Call next;
    try {
      HttpRequest made = request(uri);
      next = client.call(made, this);
      synchronized (lock) {
        if (state == State.ENDED) {
          return;
        }
        state = State.SENT;
        request = made;
        call = next;
        head = null;
        intake = null;
        text = null;
      }
      next.send();
    } catch (RuntimeException e) {
      synchronized (lock) {
        if (state != State.ENDED) {
          endWithout(new NoAnswer(Kind.OTHER, Scope.REQUEST, e.toString(), e));
        }
      }
      settle();
    }
  }

  @Override
  protected final void over() {
    if (!isCompletedExceptionally()) {
      return;
    }
    HttpClient.Call last;
    synchronized (lock) {
      state = State.ENDED;
      intake = null;
      last = call;
    }
    if (last != null) {
      last.abort();
    }
  }

  /** Does outside of the lock what came of a change of the state. */
  private void settle() {
    Runnable then;
    synchronized (lock) {
      then = outcome;
      outcome = null;
    }
    if (then != null) {
      then.run();
    }
  }

  /** Ends it all, but for an outcome that is known already. */
  private void end(Runnable then) {
    if (outcome == null) {
      state = State.ENDED;
      outcome = then;
    }
  }

  private void fail(Throwable problem) {
    end(() -> completeExceptionally(problem));
  }

  /** Sends it again when this answer is over. */
  private void sendAgain(URI uri, Duration later) {
    state = State.SENT;
    intake = null;
    outcome =
        later.isZero() ? () -> send(uri) : () -> Workers.after(later).execute(() -> send(uri));
  }

  private boolean isSentAgain(@Nullable NoAnswer failure) {
    boolean isHttp2 = requireNonNull(call).isHttp2();
    Duration pause = resends.pause(failure, isHttp2, head != null);
    if (pause != null) {
      sendAgain(requireNonNull(request).uri(), pause);
    }
    return pause != null;
  }

  @Override
  public final void sent() {
    admission.progressed();
  }

  @Override
  public final void head(Head answer) {
    admission.progressed();
    synchronized (lock) {
      if (state != State.ENDED) {
        take(answer);
      }
    }
    settle();
  }

  private void take(Head answer) {
    URI uri = requireNonNull(request).uri();
    head = answer;
    try {
      ExpectedBody announced =
          isFound(answer) ? new AnswerHead(isWeb, store, key, options, answer).body() : null;
      heard(uri, answer, announced != null);
      state = announced == null ? State.REFUSED : State.HEAD;
      if (announced == null) {
        text = new RefusalText();
      } else {
        if (answer.status() == 200 && announced.isPartOfWhole()) {
          servedWhole();
        }
        intake = new Intake(store, key, options, announced);
        outcome = admitting(announced, answer);
      }
    } catch (StoreException e) {
      heard(uri, answer, false);
      fail(e);
    }
  }

  /** Says whether the body is the object, and says no more about it. */
  protected boolean isFound(Head answer) {
    return answer.status() == 200
        || (answer.status() == 206
            && !AnswerHead.isPartOfEncoded(isWeb, requireNonNull(request), answer));
  }

  // What each get does is a class, and no lambda, which takes longer to load.

  /** Asks for admission, once also where there is a second answer. */
  private Runnable admitting(ExpectedBody announced, Head answer) {
    final class Admitting implements Runnable, BiConsumer<Void, @Nullable Throwable> {
      @Override
      public void run() {
        String etag = AnswerHead.strongEtag(answer);
        if (etag != null && announced.isAllWanted() && servesRanges()) {
          // Object storage serves ranges without saying so.
          admission.resumable(etag, !isWeb || AnswerHead.announcesRanges(answer));
        }
        if (admitted == null) {
          room = announced.room();
          admitted = admission.admit(room);
        }
        if (announced.room() > room) {
          accept(null, problem(Kind.BAD_RESPONSE, "the object has just grown: read it again"));
        } else {
          Reply.follow(admitted, this);
        }
      }

      @Override
      public void accept(Void nothing, @Nullable Throwable refusal) {
        synchronized (lock) {
          if (refusal != null && state != State.ENDED) {
            fail(refusal);
          } else if (state == State.HEAD) {
            receive();
          }
        }
        settle();
      }
    }
    return new Admitting();
  }

  private StoreException problem(Kind kind, String problem) {
    return new StoreException(kind, store, key, problem, null);
  }

  /** Takes memory, and lets the body come. */
  private void receive() {
    Intake open = requireNonNull(intake);
    boolean isVerified = options.range() instanceof ByteRange.All && !open.expected().gzip();
    BodyCheck check = isVerified ? check(requireNonNull(head)) : BodyCheck.NONE;
    state = State.RECEIVING;
    try {
      open.begin(admission, check);
    } catch (StoreException e) {
      fail(e);
      return;
    }
    if (open.isOver()) {
      finish(open);
    } else {
      grant();
    }
  }

  private void grant() {
    if (state == State.RECEIVING) {
      long more = requireNonNull(intake).grant(onRoom);
      if (more > 0) {
        requireNonNull(call).grant(more);
      }
    }
  }

  @Override
  public final void bytes(ByteBuffer part) {
    admission.progressed();
    synchronized (lock) {
      switch (state) {
        case HEAD, RECEIVING -> take(part);
        case REFUSED -> {
          RefusalText refusal = requireNonNull(text);
          refusal.take(part);
          if (refusal.isLong()) {
            requireNonNull(call).abort();
          }
        }
        default -> {}
      }
    }
    settle();
  }

  private void take(ByteBuffer part) {
    try {
      requireNonNull(intake).take(part);
      grant();
    } catch (StoreException e) {
      fail(e);
    }
  }

  @Override
  public final void end(@Nullable NoAnswer failure) {
    synchronized (lock) {
      switch (state) {
        case SENT -> unanswered(failure);
        case HEAD, RECEIVING -> allCame(failure);
        case REFUSED -> conclude(failure);
        case ENDED -> {}
      }
    }
    settle();
  }

  private void unanswered(@Nullable NoAnswer failure) {
    if (isSentAgain(failure)) {
      return;
    }
    if (failure == null) {
      fail(problem(Kind.BAD_RESPONSE, "there is no head"));
    } else {
      endWithout(failure);
    }
  }

  private void endWithout(NoAnswer failure) {
    try {
      end(completing(noAnswer(failure)));
    } catch (Exception e) {
      fail(e);
    }
  }

  private void allCame(@Nullable NoAnswer failure) {
    Intake open = requireNonNull(intake);
    if (failure != null) {
      brokenOff(open, failure);
      return;
    }
    open.allCame();
    if (open.isOver()) {
      finish(open);
    }
  }

  private void brokenOff(Intake open, @Nullable NoAnswer failure) {
    if (!isSentAgain(failure)) {
      fail(open.brokenOff(failure));
    }
  }

  private void finish(Intake open) {
    if (open.isShort()) {
      brokenOff(open, null);
      return;
    }
    Head answer = requireNonNull(head);
    boolean mayBeWhole = answer.status() == 200 && requireNonNull(request).has("Range");
    final class Finishing implements Runnable, BiConsumer<@Nullable Found, @Nullable Throwable> {
      @Override
      public void run() {
        open.finish(answer.get("ETag"), this);
      }

      @Override
      public void accept(@Nullable Found found, @Nullable Throwable failure) {
        if (found == null) {
          completeExceptionally(StoreException.unwrap(requireNonNull(failure)));
          return;
        }
        if (mayBeWhole && found.length() < found.objectSize()) {
          servedWhole();
        }
        complete(found);
      }
    }
    end(new Finishing());
  }

  private void conclude(@Nullable NoAnswer failure) {
    URI uri = requireNonNull(request).uri();
    Head answer = requireNonNull(head);
    RefusalText refusal = requireNonNull(text);
    NoAnswer broken = refusal.isLong() ? null : failure;
    try {
      if (AnswerHead.isPartOfEncoded(isWeb, requireNonNull(request), answer)) {
        servedWhole();
        sendAgain(uri, Duration.ZERO);
      } else if (isWeb && StatusMeaning.of(answer.status()).kind() == Kind.REDIRECTED) {
        sendAgain(redirects.follow(uri, answer.get("Location")), Duration.ZERO);
      } else if (broken == null || !isSentAgain(broken)) {
        end(completing(refused(uri, answer, refusal.toString(), broken)));
      }
    } catch (Exception e) {
      fail(e);
    }
  }
}
