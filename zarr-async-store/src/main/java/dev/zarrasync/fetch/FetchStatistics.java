package dev.zarrasync.fetch;

/**
 * What a {@link FetchStore} is doing, and has done since it was made.
 *
 * @param limit how many requests may be in flight now: {@link
 *     dev.zarrasync.store.Limits#maxInFlight()}, or fewer while the server asks to slow down
 * @param inFlight how many requests are in flight
 * @param waiting how many requests wait for their turn
 * @param bytesInFlight how many bytes the bodies take that were let in
 * @param requests how many requests were sent, all counted; those that are not in flight have ended
 * @param failures how many of them failed, each attempt counted; not those that were cancelled, nor
 *     those that found an object unchanged
 * @param retries how many of them were sent again after a failure
 * @param hedges how many of them were second requests of slow gets
 * @param throttles how many answers asked to slow down
 * @param bytesReceived how many bytes the bodies had of the gets that succeeded
 * @param nanos how long all requests that have ended took together, in nanoseconds, each from when
 *     it was sent
 */
public record FetchStatistics(
    int limit,
    int inFlight,
    int waiting,
    long bytesInFlight,
    long requests,
    long failures,
    long retries,
    long hedges,
    long throttles,
    long bytesReceived,
    long nanos) {}
