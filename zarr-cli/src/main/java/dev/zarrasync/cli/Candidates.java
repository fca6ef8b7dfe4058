package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage.ListedObject;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a source, each with what a destination has under its key: two listings side by
 * side, of which a few pages are in memory. What is put under keys that were given out does not
 * disturb them.
 */
final class Candidates implements Iterator<Candidate> {

  private final Iterator<ListedObject> sources;
  private final Iterator<ListedObject> destinations;
  private @Nullable ListedObject destination;

  Candidates(AsyncStore source, AsyncStore destination) {
    this.sources = new ListedObjects(source);
    this.destinations = new ListedObjects(destination);
  }

  @Override
  public boolean hasNext() {
    return sources.hasNext();
  }

  @Override
  public Candidate next() {
    ListedObject source = sources.next();
    while ((destination == null || Keys.ORDER.compare(destination.key(), source.key()) < 0)
        && destinations.hasNext()) {
      destination = destinations.next();
    }
    boolean same = destination != null && destination.key().equals(source.key());
    return new Candidate(source, same ? destination : null);
  }
}
