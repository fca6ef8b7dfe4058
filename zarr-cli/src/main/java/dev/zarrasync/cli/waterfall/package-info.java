/** The waterfall of a read: what its requests did when, as a model and as pictures of it. */
@NullMarked
package dev.zarrasync.cli.waterfall;

import org.jspecify.annotations.NullMarked;
