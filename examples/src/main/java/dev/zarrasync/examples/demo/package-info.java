/**
 * The demo: {@link dev.zarrasync.examples.demo.Demo} reads arrays from an S3 server with a delay,
 * once in each way, and prints what each took.
 */
@NullMarked
package dev.zarrasync.examples.demo;

import org.jspecify.annotations.NullMarked;
