package dev.zarrasync.http.internal;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.internal.Reply;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What stores differ in when one gets an object: a store's own class says it. */
abstract class StoreReply extends Reply<Fetched> {

  /** A class, and no lambda, which takes longer to load: a first write is answered so. */
  final Runnable completing(Fetched answer) {
    return new Runnable() {
      @Override
      public void run() {
        complete(answer);
      }
    };
  }

  /**
   * Makes the request.
   *
   * @param uri where it goes: the store's own server, or where a redirect leads
   */
  protected abstract HttpRequest request(URI uri);

  /**
   * Hears of each head.
   *
   * @param uri where it came from
   * @param isFound whether it is that of the object
   */
  protected void heard(URI uri, Head answer, boolean isFound) {}

  /** Says how the body is verified, which is that of a whole object. */
  protected abstract BodyCheck check(Head answer);

  /**
   * Says what an answer means that is no success and no redirect.
   *
   * @param content its body, or the start of a long one
   * @param failure why it is not all of it, or null if it is
   * @return {@link Fetched#MISSING}, for nothing else comes without a success
   * @throws Exception otherwise
   */
  protected abstract Fetched refused(
      URI uri, Head answer, String content, @Nullable NoAnswer failure) throws Exception;

  /** Says so of no answer: what sent the request may have seen the answer to it. */
  protected abstract Fetched noAnswer(NoAnswer failure) throws Exception;

  /** Says whether the server serves ranges, and not the whole in answer to one. */
  protected boolean servesRanges() {
    return true;
  }

  /** Hears that the server has sent the whole in answer to a range. */
  protected void servedWhole() {}
}
