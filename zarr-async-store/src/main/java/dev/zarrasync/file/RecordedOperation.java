package dev.zarrasync.file;

import dev.zarrasync.file.BlockingPool.Operation;
import dev.zarrasync.jfr.internal.RequestEvent;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records an event of an operation, before others know what came of it.
 *
 * @param toFailure makes of what the operation throws what others see
 */
record RecordedOperation<T>(
    Operation<T> operation, RequestEvent event, Function<Throwable, ? extends Throwable> toFailure)
    implements Operation<T> {

  @Override
  public @Nullable T run(BooleanSupplier abandoned) throws IOException {
    event.sent();
    try {
      T value = operation.run(abandoned);
      event.ended(value, null);
      return value;
    } catch (Throwable e) { // It is thrown on.
      event.ended(null, toFailure.apply(e));
      throw e;
    }
  }
}
