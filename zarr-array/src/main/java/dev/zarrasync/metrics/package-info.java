/** What stores do, for Micrometer: needs {@code micrometer-core}, which nothing else here does. */
@NullMarked
package dev.zarrasync.metrics;

import org.jspecify.annotations.NullMarked;
