/** What the exact plan gains over stock JZarr on the user's own array. */
@NullMarked
package dev.zarrasync.cli.bench;

import org.jspecify.annotations.NullMarked;
