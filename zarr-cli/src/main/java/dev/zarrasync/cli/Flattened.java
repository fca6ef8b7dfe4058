package dev.zarrasync.cli;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What some iterators give, one after the other. None is asked for before its turn: the iterator of
 * {@link java.util.stream.Stream#flatMap} would hold all of one.
 */
final class Flattened<T> implements Iterator<T> {

  private final Iterator<Iterator<T>> parts;
  private Iterator<T> part = Collections.emptyIterator();

  Flattened(Iterator<Iterator<T>> parts) {
    this.parts = parts;
  }

  @Override
  public boolean hasNext() {
    while (!part.hasNext() && parts.hasNext()) {
      part = parts.next();
    }
    return part.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return part.next();
  }
}
