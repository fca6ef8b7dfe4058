/**
 * One main per task, to be copied.
 *
 * <p>Each takes a bucket and a path. Server and credentials are found as the AWS SDK finds them, so
 * that for example {@code AWS_ENDPOINT_URL_S3=http://localhost:9000} points all of them elsewhere.
 */
@NullMarked
package dev.zarrasync.examples;

import org.jspecify.annotations.NullMarked;
