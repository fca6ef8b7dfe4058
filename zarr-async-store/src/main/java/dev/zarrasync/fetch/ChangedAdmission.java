package dev.zarrasync.fetch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** An admission of which a part is another's. */
record ChangedAdmission(
    Admission changed, LongFunction<CompletableFuture<Void>> admit, IntFunction<ByteBuffer> buffers)
    implements Admission {

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    return admit.apply(bytes);
  }

  @Override
  public void resumable(String strongEtag, BodyCheck whole) {
    changed.resumable(strongEtag, whole);
  }

  @Override
  public ByteBuffer buffer(int length) {
    return buffers.apply(length);
  }

  @Override
  public void progressed() {
    changed.progressed();
  }
}
