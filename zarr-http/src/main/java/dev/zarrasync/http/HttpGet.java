package dev.zarrasync.http;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.fetch.internal.RetryAfter;
import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.http.internal.Exchange;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A get of a web server. */
final class HttpGet extends Exchange {

  private final HttpTransport store;
  private final MissingKeys missing;

  HttpGet(
      HttpTransport store,
      MissingKeys missing,
      String key,
      GetOptions options,
      Admission admission) {
    super(store.requests().client(), true, store, key, options, admission);
    this.store = store;
    this.missing = missing;
  }

  @Override
  protected HttpRequest request(URI uri) {
    return store.requests().get(uri, options());
  }

  @Override
  protected void heard(URI uri, Head answer, boolean isFound) {
    store.heard(uri, answer);
    if (isFound) {
      missing.servers().answered(uri, answer);
    }
  }

  @Override
  protected BodyCheck check(Head answer) {
    return store.verifies() ? BodyDigest.announcedBy(answer) : BodyCheck.NONE;
  }

  @Override
  protected Fetched refused(URI uri, Head answer, String content, @Nullable NoAnswer failure)
      throws StoreException {
    if (!MissingKeys.mayBe(answer.status())) {
      throw problem(StatusMeaning.of(answer.status()), answer);
    }
    if (failure != null) { // What is missing is told by the body.
      throw store.problem(Kind.BAD_RESPONSE, key(), "the body of an error broke off", failure);
    }
    StatusMeaning meaning = missing.problem(uri, answer, content);
    if (meaning != null) {
      throw problem(meaning, answer);
    }
    return Fetched.MISSING;
  }

  private StoreException problem(StatusMeaning meaning, Head answer) {
    return store
        .problem(meaning.kind(), key(), meaning.problem(), null)
        .retryAfter(RetryAfter.parse(answer.get("Retry-After"), Instant.now()));
  }

  @Override
  protected Fetched noAnswer(NoAnswer failure) throws StoreException {
    throw store.noAnswer(key(), failure);
  }

  @Override
  protected boolean servesRanges() {
    return store.servesRanges();
  }

  @Override
  protected void servedWhole() {
    store.requests().askForWholes();
  }
}
