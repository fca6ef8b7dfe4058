/** A store in a directory of a file system. */
@NullMarked
package dev.zarrasync.file;

import org.jspecify.annotations.NullMarked;
