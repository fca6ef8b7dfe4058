package dev.zarrasync.integration;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the chosen server for the first class that wants it; JUnit closes it after the last. */
final class SharedS3Server implements BeforeAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedS3Server.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    of(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == S3Server.class;
  }

  @Override
  public S3Server resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return of(context);
  }

  static S3Server of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(S3Server.class, key -> start(), S3Server.class);
  }

  private static S3Server start() {
    try {
      S3Server server = S3Server.chosen();
      System.out.println("S3 tests run against " + server);
      return server;
    } catch (Exception e) {
      throw new IllegalStateException("There is no S3 server to test with: " + e.getMessage(), e);
    }
  }
}
