package dev.zarrasync.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.store.ByteRange;
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
          new Fault("listsUnicodeInTheOrderOfUtf8Bytes", List.of()),
          // It answers 200 with the whole of nothing, as RFC 9110, section 14.1.2, lets it.
          new Fault("failsForARangeOfAnEmptyObject", List.of(ByteRange.suffix(1))));

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
