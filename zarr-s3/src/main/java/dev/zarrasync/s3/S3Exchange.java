package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.http.internal.Exchange;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request for a bucket, and the document that answers it. It fails as one of the SDK does, and
 * the caller says what that means.
 */
class S3Exchange extends Exchange {

  private final Supplier<HttpRequest> request;

  /**
   * Sends nothing yet.
   *
   * @param request makes the request, signed at the time
   */
  S3Exchange(
      HttpClient client,
      AsyncStore store,
      String key,
      GetOptions options,
      Admission admission,
      Supplier<HttpRequest> request) {
    super(client, false, store, key, options, admission);
    this.request = request;
  }

  /** Brings an object. */
  static final class Get extends S3Exchange {

    private static final String NO_SUCH_KEY = "<Code>NoSuchKey</Code>";

    private final S3Errors errors;
    private final boolean verifies;

    /**
     * Sends nothing yet.
     *
     * @param errors says what went wrong
     * @param admission lets the body in, and hears how it comes along
     * @param verifies whether to verify what the head has a checksum of
     */
    Get(
        HttpClient client,
        S3Errors errors,
        String key,
        GetOptions options,
        Admission admission,
        Supplier<HttpRequest> request,
        boolean verifies) {
      super(client, errors.store(), key, options, admission, request);
      this.errors = errors;
      this.verifies = verifies;
    }

    @Override
    protected Fetched refused(URI uri, Head answer, String content, @Nullable NoAnswer failure)
        throws Exception {
      return failure == null && saysNoSuchKey(answer, content)
          ? Fetched.MISSING
          : missing(failure == null ? S3Refusal.exception(answer, content) : failure);
    }

    /** Many reads ask for what is not there: that takes no exception. */
    private static boolean saysNoSuchKey(Head answer, String content) {
      int code = content.indexOf("<Code>");
      return answer.status() == 404 && code >= 0 && content.startsWith(NO_SUCH_KEY, code);
    }

    /** {@inheritDoc} A client of the SDK has seen the answer, and tells of it by its failure. */
    @Override
    protected Fetched noAnswer(NoAnswer failure) throws StoreException {
      return missing(cause(failure));
    }

    private Fetched missing(Exception refusal) throws StoreException {
      if (errors.isMissing(refusal)) {
        return Fetched.MISSING;
      }
      throw errors.translate(Permission.GET, key(), refusal);
    }

    @Override
    protected BodyCheck check(Head answer) {
      return verifies ? ObjectChecksum.announcedBy(answer) : BodyCheck.NONE;
    }
  }

  /** Writes or deletes an object: success brings nothing. */
  static final class Change extends S3Exchange {

    Change(HttpClient client, AsyncStore store, String key, Supplier<HttpRequest> request) {
      super(client, store, key, GetOptions.ALL, Admission.OPEN, request);
    }

    @Override
    protected boolean isFound(Head answer) {
      return false;
    }

    @Override
    protected Fetched refused(URI uri, Head answer, String content, @Nullable NoAnswer failure)
        throws Exception {
      boolean isDone = answer.status() / 100 == 2 && failure == null;
      return isDone ? Fetched.MISSING : super.refused(uri, answer, content, failure);
    }
  }

  @Override
  protected final HttpRequest request(URI uri) {
    return request.get();
  }

  @Override
  protected BodyCheck check(Head answer) {
    return BodyCheck.NONE;
  }

  @Override
  protected Fetched refused(URI uri, Head answer, String content, @Nullable NoAnswer failure)
      throws Exception {
    throw failure == null ? S3Refusal.exception(answer, content) : failure;
  }

  @Override
  protected Fetched noAnswer(NoAnswer failure) throws Exception {
    throw cause(failure);
  }

  /** What is not sent, for want of credentials for example, fails as it is. */
  private static Exception cause(NoAnswer failure) {
    boolean isNotSent = failure.kind() == Kind.OTHER && failure.scope() == Scope.REQUEST;
    return isNotSent && failure.getCause() instanceof Exception cause ? cause : failure;
  }
}
