/**
 * The adapter to JZarr: {@link dev.zarrasync.jzarr.JZarrs} is where its users start. Only this
 * package knows {@code com.bc.zarr} and {@code ucar.ma2}.
 */
@NullMarked
package dev.zarrasync.jzarr;

import org.jspecify.annotations.NullMarked;
