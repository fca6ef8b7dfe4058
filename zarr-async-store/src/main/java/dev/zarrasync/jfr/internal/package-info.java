/** What is told to JDK Flight Recorder: events of requests, decoded chunks and reads. */
@NullMarked
package dev.zarrasync.jfr.internal;

import org.jspecify.annotations.NullMarked;
