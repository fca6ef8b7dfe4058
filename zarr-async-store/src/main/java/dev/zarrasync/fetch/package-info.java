/**
 * The fetch engine: many gets at once over one permit pool and one byte budget for each store.
 *
 * <p>{@link dev.zarrasync.fetch.FetchStore} puts it around a {@link dev.zarrasync.fetch.Transport}.
 */
@NullMarked
package dev.zarrasync.fetch;

import org.jspecify.annotations.NullMarked;
