package dev.zarrasync.cli;

import dev.zarrasync.cli.CopyReport.LeftOut;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/** Counts the objects of a copy, and shows them. Safe for use by many threads. */
final class CopyCount {

  private final Meter meter;
  private final LongAdder copied = new LongAdder();
  private final LongAdder copiedBytes = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder skippedBytes = new LongAdder();
  private final SortedMap<String, String> leftOut = new ConcurrentSkipListMap<>();
  private final NavigableSet<String> unread = new ConcurrentSkipListSet<>();

  CopyCount(Meter meter) {
    this.meter = meter;
  }

  void copied(long bytes) {
    copied.increment();
    copiedBytes.add(bytes);
    meter.step(1, bytes);
  }

  void skipped(long bytes) {
    skipped.increment();
    skippedBytes.add(bytes);
    meter.step(1, 0);
  }

  /** An object, or what belongs to it, cannot be copied. */
  void leftOut(String key, String problem) {
    leftOut.putIfAbsent(key, problem);
  }

  /** The source shows an object, and does not give it. */
  void unread(String key, String problem) {
    unread.add(key);
    leftOut(key, problem);
    meter.step(1, 0);
  }

  boolean isLeftOut(String key) {
    return leftOut.containsKey(key);
  }

  /** Says whether an object whose key starts so is {@link #unread}. */
  boolean isUnreadUnder(String prefix) {
    String next = unread.ceiling(prefix);
    return next != null && next.startsWith(prefix);
  }

  /** A chunk of the grid is missing in the source. */
  void absent() {
    meter.step(1, 0);
  }

  CopyReport report(String check) {
    return new CopyReport(
        copied.sum(),
        copiedBytes.sum(),
        skipped.sum(),
        skippedBytes.sum(),
        check,
        leftOut.entrySet().stream().map(l -> new LeftOut(l.getKey(), l.getValue())).toList());
  }
}
