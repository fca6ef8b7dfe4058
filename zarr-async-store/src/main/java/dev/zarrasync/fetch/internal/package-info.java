/** What readers of arrays and stores on servers share with the engine. Not for others. */
@NullMarked
package dev.zarrasync.fetch.internal;

import org.jspecify.annotations.NullMarked;
