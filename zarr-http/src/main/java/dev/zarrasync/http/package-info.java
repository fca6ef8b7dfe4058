/**
 * A store on HTTP servers, over HTTP/2 and HTTP/1.1: web servers, CDNs and public buckets.
 *
 * <p>{@link dev.zarrasync.http.HttpStore#builder()} is the way in.
 */
@NullMarked
package dev.zarrasync.http;

import org.jspecify.annotations.NullMarked;
