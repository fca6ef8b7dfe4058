/**
 * A store on Amazon S3 and on object storage that speaks its protocol.
 *
 * <p>{@link dev.zarrasync.s3.S3Store#builder()} is the way in.
 */
@NullMarked
package dev.zarrasync.s3;

import org.jspecify.annotations.NullMarked;
