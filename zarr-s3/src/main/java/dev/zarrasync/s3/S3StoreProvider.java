package dev.zarrasync.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.remote.BuilderOptions;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreProvider;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores by {@code s3://bucket/prefix?region=…} URLs. Options are the methods of {@link
 * S3StoreBuilder} that take one value or none, and {@code accessKeyId}, {@code secretAccessKey} and
 * {@code sessionToken}.
 */
public final class S3StoreProvider implements StoreProvider {

  private static final String KEY = "accessKeyId";
  private static final String SECRET = "secretAccessKey";
  private static final String TOKEN = "sessionToken";

  private static final BuilderOptions<S3StoreBuilder> OPTIONS =
      BuilderOptions.<S3StoreBuilder>common()
          .text("region", S3StoreBuilder::region)
          .url("endpoint", S3StoreBuilder::endpoint)
          .text("profile", S3StoreBuilder::profile)
          .flag("pathStyle", S3StoreBuilder::pathStyle)
          .flag("anonymous", (builder, set) -> ifSet(set, builder::anonymous))
          .flag("dualStack", S3StoreBuilder::dualStack)
          .flag("fips", S3StoreBuilder::fips)
          .flag("accelerate", S3StoreBuilder::accelerate)
          .flag("requesterPays", S3StoreBuilder::requesterPays)
          .flag("sseS3", (builder, set) -> ifSet(set, builder::sseS3))
          .text("sseKms", S3StoreBuilder::sseKms)
          .flag("checksums", S3StoreBuilder::checksums)
          .flag("missingOnAccessDenied", S3StoreBuilder::missingOnAccessDenied)
          .number("maxConnections", S3StoreBuilder::maxConnections)
          .bytes("multipartThreshold", S3StoreBuilder::multipartThreshold);

  private static final Set<String> NAMES = names();

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(OPTIONS.names());
    names.addAll(Set.of(KEY, SECRET, TOKEN));
    return Collections.unmodifiableSet(names);
  }

  /** Made by {@link java.util.ServiceLoader}. */
  public S3StoreProvider() {}

  private static void ifSet(boolean set, Runnable method) {
    if (set) {
      method.run();
    }
  }

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public Set<String> options() {
    return NAMES;
  }

  @Override
  public AsyncStore open(URI url, Map<String, String> options) {
    Map<String, String> all = inQuery(url.getRawQuery());
    all.putAll(options);
    S3StoreBuilder builder = S3Store.builder().uri("s3://" + url.getAuthority() + url.getPath());
    OPTIONS.apply(all, builder);
    addCredentials(all.get(KEY), all.get(SECRET), all.get(TOKEN), builder);
    return builder.build();
  }

  private static Map<String, String> inQuery(@Nullable String query) {
    Map<String, String> options = new TreeMap<>();
    for (String option : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
      String[] parts = option.split("=", 2);
      if (parts.length == 1 || !NAMES.contains(parts[0])) {
        throw new IllegalArgumentException(
            "There is no option '%s' of an S3 URL: there are %s, each with its value (name=value)"
                .formatted(parts[0], NAMES));
      }
      options.put(parts[0], URLDecoder.decode(parts[1].replace("+", "%2B"), UTF_8));
    }
    return options;
  }

  private static void addCredentials(
      @Nullable String key,
      @Nullable String secret,
      @Nullable String token,
      S3StoreBuilder builder) {
    if (key != null && secret != null) {
      if (token == null) {
        builder.credentials(key, secret);
      } else {
        builder.credentials(key, secret, token);
      }
    } else if (key != null || secret != null || token != null) {
      throw new IllegalArgumentException(
          KEY + " and " + SECRET + " belong together, with or without " + TOKEN);
    }
  }
}
