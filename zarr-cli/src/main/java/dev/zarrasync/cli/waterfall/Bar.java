package dev.zarrasync.cli.waterfall;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request. Times are in nanoseconds.
 *
 * @param method GET, LIST, PUT or DELETE
 * @param key the key, or the prefix of a listing
 * @param range the bytes asked for, or empty for all
 * @param attempt from 1
 * @param hedge whether it is the second request of a slow get
 * @param start when it was ready to be sent, since the waterfall's start
 * @param queued how long it waited for its turn
 * @param waiting from then to the head of the answer
 * @param held how long the body waited to be let in
 * @param receiving how long the body took
 * @param bytes the length of the body
 * @param outcome FOUND, MISSING, DONE, CANCELLED or the kind of the failure
 * @param decodings of the chunk that came: more than one where it was decoded while it came
 */
record Bar(
    String method,
    String key,
    String range,
    int attempt,
    boolean hedge,
    long start,
    long queued,
    long waiting,
    long held,
    long receiving,
    long bytes,
    String outcome,
    List<Decoding> decodings) {

  private static final Set<String> SUCCESSES = Set.of("FOUND", "MISSING", "DONE");

  /** A time in which it did one thing. */
  record Segment(Phase phase, long start, long nanos) {}

  Bar with(Decoding another) {
    List<Decoding> all = new ArrayList<>(decodings);
    all.add(another);
    return new Bar(
        method,
        key,
        range,
        attempt,
        hedge,
        start,
        queued,
        waiting,
        held,
        receiving,
        bytes,
        outcome,
        List.copyOf(all));
  }

  long sent() {
    return start + queued;
  }

  /** When the request ended; its chunk may be decoded after that. */
  long ended() {
    return sent() + waiting + held + receiving;
  }

  /** How long it was in flight. */
  long inFlight() {
    return waiting + held + receiving;
  }

  long end() {
    return Math.max(ended(), decodings.stream().mapToLong(Decoding::end).max().orElse(0));
  }

  /** How long its chunk was being decoded. */
  long decoding() {
    return decodings.stream().mapToLong(Decoding::nanos).sum();
  }

  /** What it did, without what took no time. */
  List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    segments.add(new Segment(Phase.QUEUED, start, queued));
    segments.add(new Segment(Phase.WAITING, sent(), waiting));
    segments.add(new Segment(Phase.HELD, sent() + waiting, held));
    segments.add(new Segment(Phase.RECEIVING, sent() + waiting + held, receiving));
    decodings.forEach(d -> segments.add(new Segment(Phase.DECODING, d.start(), d.nanos())));
    segments.removeIf(segment -> segment.nanos <= 0);
    return segments;
  }

  List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    if (attempt > 1) {
      marks.add(Mark.RETRY);
    }
    if (hedge) {
      marks.add(Mark.HEDGE);
    }
    if (outcome.equals("CANCELLED")) {
      marks.add(Mark.CANCELLED);
    } else if (!SUCCESSES.contains(outcome)) {
      marks.add(Mark.FAILED);
    }
    return marks;
  }

  boolean has(Mark mark) {
    return marks().contains(mark);
  }
}
