package dev.zarrasync.cli;

import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to do about a failure, in the words of the command line. An option that is set already is
 * not named.
 *
 * @param settings how the stores were opened
 */
record Hints(Map<String, String> settings) {

  /**
   * A setting as messages of the library call it, and the option for it.
   *
   * @param setting the method of a builder
   * @param option what to say in its place
   */
  private record Word(String setting, String option) {}

  private static final List<Word> WORDS =
      List.of(
          new Word("call region(name)", "set --region"),
          new Word("region(name)", "--region"),
          new Word("credentials(key, secret)", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
          new Word("anonymous()", "--anonymous"),
          new Word("pathStyle(true)", "--path-style"),
          new Word("pathStyle(false)", "--no-path-style"),
          new Word("S3StoreBuilder.missingOnAccessDenied", "--missing-on-access-denied"),
          new Word("S3StoreBuilder.requesterPays", "--requester-pays"),
          new Word("HttpStoreBuilder.missingOnAccessDenied", "--missing-on-access-denied"),
          new Word("HttpStoreBuilder.missingOnAnyNotFound", "--missing-on-any-not-found"));

  /** Returns a message of the library in the words of the command line. */
  static String inOptions(String message) {
    String words = message;
    for (Word word : WORDS) {
      words = words.replace(word.setting, word.option);
    }
    return words;
  }

  String hint(StoreException failure) {
    boolean s3 = failure.store().startsWith("s3://");
    boolean web = failure.store().matches("https?://.*");
    // The prefix of a listing ends where a directory does, and no key does.
    boolean list = failure.key().isEmpty() || failure.key().endsWith("/");
    return switch (failure.kind()) {
      case ACCESS_DENIED ->
          s3 ? denied(list) : web ? "see whether the URL is right" + elsewhere(list) : "";
      case REDIRECTED -> s3 ? redirected() : "use the URL that it is redirected to";
      case CONNECTION ->
          s3 && !settings.containsKey("endpoint")
              ? "check the network, and set --endpoint for a server that is not Amazon's"
              : "check the URL of the server and the network";
      case THROTTLED, TIMEOUT, UNAVAILABLE ->
          (s3 || web) && !settings.containsKey("maxInFlight")
              ? "try again, or with a lower --max-in-flight"
              : "try again";
      case UNSUPPORTED ->
          web && list ? "'zarrasync tree', 'info' and 'copy' go by consolidated metadata" : "";
      case CORRUPT ->
          failure.key().matches("(.*/)?(\\.z[^/]*|zarr\\.json)")
              ? "see it with 'zarrasync cat'"
              : "see 'zarrasync info' for what the metadata says";
      case INVALID_KEY -> "keys are relative to the URL, such as 0/.zarray";
      default -> "";
    };
  }

  private String denied(boolean list) {
    boolean ownProfile = settings.containsKey("profile");
    String credentials =
        "true".equals(settings.get("anonymous"))
            ? "leave out --anonymous, to send credentials"
            : "check the credentials"
                + (ownProfile ? "" : " (--profile, AWS_ACCESS_KEY_ID)")
                + ", or try --anonymous for public data";
    return credentials + elsewhere(list);
  }

  private static String elsewhere(boolean list) {
    return list ? "; or name an array: 'info', 'get' and 'copy' of one list nothing" : "";
  }

  private String redirected() {
    List<String> options = new ArrayList<>();
    if (!settings.containsKey("region")) {
      options.add("--region");
    }
    if (!settings.containsKey("endpoint")) {
      options.add("--endpoint");
    }
    return options.isEmpty() ? "" : "set " + String.join(" or ", options) + " to where the data is";
  }
}
