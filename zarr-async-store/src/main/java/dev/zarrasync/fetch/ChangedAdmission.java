package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** An admission of which a part is another's. */
record ChangedAdmission(
    Admission changed, LongFunction<CompletableFuture<Void>> admit, Admission.Bodies bodies)
    implements Admission {

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    return admit.apply(bytes);
  }

  @Override
  public void resumable(String strongEtag) {
    changed.resumable(strongEtag);
  }

  @Override
  public Body body(int length, BodyCheck check) {
    return bodies.of(length, check);
  }

  @Override
  public void progressed() {
    changed.progressed();
  }

  @Override
  public void paused() {
    changed.paused();
  }
}
