/** What the examples show in a terminal. */
@NullMarked
package dev.zarrasync.examples.console;

import org.jspecify.annotations.NullMarked;
