package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Tests of the contract that fail on LocalStack. They run there all the same, and must fail, so
 * that one that passes is struck off this list.
 */
final class LocalStackFaults implements InvocationInterceptor {

  private record Fault(String test, List<Object> arguments) {}

  private static final List<Fault> FAULTS =
      List.of(
          // It compares start-after with keys that it has percent-encoded.
          new Fault("listsUnicodeInTheOrderOfUtf8Bytes", List.of()));

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    intercept(invocation, method, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    intercept(invocation, method, context);
  }

  private static void intercept(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Fault test = new Fault(method.getExecutable().getName(), method.getArguments());
    if (SharedS3Server.of(context) instanceof LocalStack && FAULTS.contains(test)) {
      assertThatThrownBy(invocation::proceed).isInstanceOf(AssertionError.class);
    } else {
      invocation.proceed();
    }
  }
}
