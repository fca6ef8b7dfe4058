/**
 * The store interface: keys to bytes, asynchronously.
 *
 * <p>{@link dev.zarrasync.store.AsyncStore} is all that a store must implement. This package
 * depends on the JDK and JSpecify only.
 */
@NullMarked
package dev.zarrasync.store;

import org.jspecify.annotations.NullMarked;
