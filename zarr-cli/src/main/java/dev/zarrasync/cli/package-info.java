/** The command line {@code zarrasync}: a class for each command. */
@NullMarked
package dev.zarrasync.cli;

import org.jspecify.annotations.NullMarked;
