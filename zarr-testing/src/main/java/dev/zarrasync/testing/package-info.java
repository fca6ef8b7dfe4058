/** The contract of stores as tests, and servers to run stores on. */
@NullMarked
package dev.zarrasync.testing;

import org.jspecify.annotations.NullMarked;
