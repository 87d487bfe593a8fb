/**
 * Load on a schedule, measured from the moment each request was due.
 *
 * <p>Rules of this room: a request that is due is never skipped, and what waits for its turn is counted from its planned start. Nothing
 * is kept per request: memory stays the same however long a run takes.
 *
 * <pre>
 *   Schedule: when is request n due?            planned          sent            reply
 *      |                                           |--- lateness --|--- service ---|
 *   LoadLoop: parks, spins, sends                  |----------- response ----------|
 *      |
 *   client n % N: ClientRequests (due, in flight) --> LoopRecorder --> histograms --> LoadResult
 *      '--- StreamClient with its Exchange: a reply is the oldest one's
 *      '--- DatagramClient: ReplyCorrelator finds its request
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.load;
