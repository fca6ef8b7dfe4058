/** The proxies of stores on servers. Not for others. */
@NullMarked
package dev.zarrasync.remote.internal;

import org.jspecify.annotations.NullMarked;
