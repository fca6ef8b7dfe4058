/** What the stores on servers have in common. */
@NullMarked
package dev.zarrasync.remote;

import org.jspecify.annotations.NullMarked;
