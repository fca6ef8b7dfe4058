package dev.zarrasync.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Where access keys come from. The SDK is loaded for what it is to find, and for nothing else. */
interface Credentials {

  /** Requests are not signed. */
  Credentials NONE = new Given(null);

  /**
   * Finds the key for a request. May wait.
   *
   * @return the key, or null not to sign the request
   */
  @Nullable AccessKey find();

  /** Says whether no request is signed. */
  boolean areNone();

  /** The same for a client of the SDK, which must not close it. */
  AwsCredentialsProvider forSdk();

  /**
   * A key that is known.
   *
   * @param key the key, or null for none
   */
  record Given(@Nullable AccessKey key) implements Credentials {

    @Override
    public @Nullable AccessKey find() {
      return key;
    }

    @Override
    public boolean areNone() {
      return key == null;
    }

    @Override
    public AwsCredentialsProvider forSdk() {
      return SdkCredentials.provider(key);
    }
  }
}
