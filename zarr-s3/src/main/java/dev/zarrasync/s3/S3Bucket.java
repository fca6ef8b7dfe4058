package dev.zarrasync.s3;

import dev.zarrasync.fetch.internal.LargeObjects;
import dev.zarrasync.store.AsyncStore;

/**
 * What the operations on one bucket share.
 *
 * @param store named in errors
 * @param clients send the requests
 * @param requests makes the requests
 * @param errors says what went wrong
 * @param large knows which objects to read and write in parts
 */
record S3Bucket(
    AsyncStore store,
    S3Clients clients,
    S3Requests requests,
    S3Errors errors,
    LargeObjects large) {}
