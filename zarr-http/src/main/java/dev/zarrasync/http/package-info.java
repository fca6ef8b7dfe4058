/**
 * A store on HTTP servers. Nothing is here yet: this module holds the place of {@code HttpStore}.
 */
@NullMarked
package dev.zarrasync.http;

import org.jspecify.annotations.NullMarked;
