/** What tests of transports need: servers that misbehave, and admission by hand. */
@NullMarked
package dev.zarrasync.faults;

import org.jspecify.annotations.NullMarked;
