package dev.zarrasync.s3;

import dev.zarrasync.remote.internal.ProxyServer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crtcore.CrtProxyConfiguration;
import software.amazon.awssdk.services.s3.crt.S3CrtProxyConfiguration;

/**
 * A proxy, or none, as each client wants to be told. By themselves they look for one, each
 * elsewhere.
 */
final class ClientProxies {

  private ClientProxies() {}

  static S3CrtProxyConfiguration crtS3(@Nullable ProxyServer proxy) {
    S3CrtProxyConfiguration.Builder builder = S3CrtProxyConfiguration.builder();
    set(builder, proxy);
    return builder.build();
  }

  private static void set(CrtProxyConfiguration.Builder builder, @Nullable ProxyServer proxy) {
    builder.useSystemPropertyValues(false).useEnvironmentVariableValues(false);
    if (proxy != null) {
      builder.scheme(proxy.scheme()).host(proxy.host()).port(proxy.port());
      builder.username(proxy.user()).password(proxy.user() == null ? null : proxy.password());
    }
  }
}
