package dev.zarrasync.cli;

import dev.zarrasync.cli.CopyJob.Wave;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies what a source has, metadata last: a copy that is broken off does not look whole. The keys
 * of metadata are in memory, those of chunks are not.
 *
 * @param source what to copy
 * @param window the copies under way
 * @param meter is told how many objects there are
 */
record Copy(CopySource source, CopyWindow window, Meter meter) {

  void run() throws IOException {
    Map<Wave, List<CopyJob>> late = new TreeMap<>();
    long count = 0;
    for (Iterator<CopyJob> jobs = source.jobs(); jobs.hasNext(); ) {
      CopyJob job = jobs.next();
      meter.total(++count);
      if (job.isLate()) {
        late.computeIfAbsent(job.wave(), wave -> new ArrayList<>()).add(job);
      } else {
        window.begin(job);
      }
    }
    window.await();
    for (List<CopyJob> wave : late.values()) {
      for (CopyJob job : wave) {
        window.begin(job);
      }
      window.await();
    }
    if (count == 0) {
      throw new CommandException("There is nothing to copy", "look at SRC with 'zarrasync ls'");
    }
    source.check();
  }
}
