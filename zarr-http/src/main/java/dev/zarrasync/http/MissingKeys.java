package dev.zarrasync.http;

import dev.zarrasync.fetch.internal.StatusMeaning;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which answers say that a key is missing. A status may as well come of something that
 * stands in for the server, or be about something else than the key.
 *
 * @param servers where objects came from
 * @param onAccessDenied whether a denied read finds the key missing
 * @param onAnyNotFound whether it does not matter who says 404 or 410, and why
 */
record MissingKeys(KnownServers servers, boolean onAccessDenied, boolean onAnyNotFound) {

  /**
   * What object storage says of a key: S3 and Google, Azure's blobs, its directories, its sites.
   */
  private static final Set<String> MISSING =
      Set.of("NoSuchKey", "BlobNotFound", "PathNotFound", "WebContentNotFound");

  private static final String DENIED = "AccessDenied";

  /** Others are not repeated: a server may put there what it was sent. */
  private static final Set<String> NAMED =
      Set.of(
          "AccountNotFound",
          "AllAccessDisabled",
          "AuthenticationFailed",
          "AuthorizationFailure",
          "ContainerBeingDeleted",
          "ContainerNotFound",
          "ExpiredToken",
          "FilesystemNotFound",
          "InvalidAccessKeyId",
          "NoSuchAccessPoint",
          "NoSuchBucket",
          "NoSuchVersion",
          "RequestTimeTooSkewed",
          "ResourceNotFound",
          "SignatureDoesNotMatch",
          "UserProjectMissing",
          "XAdminUserNotFound");

  private static final Pattern CODE =
      Pattern.compile("<Error\\b[^>]*>.*?<Code>\\s*([\\w.-]{1,60})\\s*</Code>", Pattern.DOTALL);

  /** What ingresses of Kubernetes, and Google's load balancers, say where they have no backend. */
  private static final Pattern NO_BACKEND =
      Pattern.compile("default backend - 404|response 404 \\(backend NotFound\\)");

  /** For what must not be taken for missing because it is denied. */
  MissingKeys notOnAccessDenied() {
    return new MissingKeys(servers, false, onAnyNotFound);
  }

  static boolean mayBe(int status) {
    return status == 403 || status == 404 || status == 410;
  }

  /**
   * Judges an answer whose status {@linkplain #mayBe may be} that of a missing key.
   *
   * @param body the answer's, or its start
   * @return what it means otherwise, or null if the key is missing
   */
  @Nullable StatusMeaning problem(URI uri, Head head, String body) {
    boolean denied = head.status() == 403;
    if (denied && !onAccessDenied) {
      return new StatusMeaning(
          Kind.ACCESS_DENIED,
          "the server denies access: it wants other credentials, or answers so for a missing key"
              + " (see HttpStoreBuilder.missingOnAccessDenied)");
    }
    if (!denied && onAnyNotFound) {
      return null;
    }
    String code = code(head, body);
    if (code != null) {
      return code(denied, code);
    }
    boolean isForeign = NO_BACKEND.matcher(body).lookingAt() || servers.areOthersThan(uri, head);
    return isForeign ? foreign(head) : null;
  }

  private static @Nullable StatusMeaning code(boolean denied, String code) {
    if (denied) {
      return code.equals(DENIED)
          ? null
          : new StatusMeaning(Kind.ACCESS_DENIED, "the server denies access" + named(code));
    }
    return MISSING.contains(code)
        ? null
        : new StatusMeaning(
            Kind.NOT_FOUND, "it is not the key that the server does not find" + named(code));
  }

  private static String named(String code) {
    return NAMED.contains(code) ? " (" + code + ")" : ": its error has another code";
  }

  private static StatusMeaning foreign(Head head) {
    return new StatusMeaning(
        Kind.BAD_RESPONSE,
        "the status "
            + head.status()
            + " comes from something else than the server that has the data, as a gateway sends it"
            + " whose server is away. If that is how missing keys are answered here, see"
            + " HttpStoreBuilder.missingOnAnyNotFound");
  }

  private static @Nullable String code(Head head, String body) {
    return Stream.of("x-amz-error-code", "x-ms-error-code")
        .filter(head::has)
        .map(head::get)
        .map(MissingKeys::printable)
        .findFirst()
        .orElseGet(() -> codeOf(body));
  }

  private static String printable(String header) {
    return header.replaceAll("[^\\w.-]", "");
  }

  private static @Nullable String codeOf(String body) {
    Matcher error = CODE.matcher(body);
    return body.stripLeading().startsWith("<") && error.find() ? error.group(1) : null;
  }
}
