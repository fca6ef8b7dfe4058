/**
 * Recipes that compute something on every piece of an array, each done in several ways with the
 * same pieces and the same results.
 */
@NullMarked
package dev.zarrasync.examples.parallel;

import org.jspecify.annotations.NullMarked;
