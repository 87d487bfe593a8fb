/**
 * Several load generators as one: the coordinator, which is one of them, and those that join it.
 *
 * <p>Rules of this room: nothing but the load itself is sent while the measured part lasts, except a sign of life a second. What is
 * read from a connection has a bound, and a deadline until it has shown what it is. A generator that fails ends the load of all.
 *
 * <pre>
 *   generator 2                      coordinator (generator 1)
 *      | --- hello: version, pid -------> |  waits until all are there
 *      | &lt;-- settings, messages --------- |
 *   connects                           connects
 *      | --- arrived: connected --------> |
 *      | &lt;-- pass: connected ------------ |  all are
 *   warms up                           warms up
 *      | --- arrived: warm -------------> |
 *      | &lt;-- pass: warm ----------------- |  all are; nobody sends any more
 *      | --- arrived: begin ------------> |  nothing is in flight
 *      | &lt;-- pass: begin, in 49.9 ms ---- |  50 ms from now, less half a round trip
 *   measures                           measures
 *      | --- result --------------------> |
 *      | &lt;-- done ----------------------- |  one result, one verdict
 * </pre>
 *
 * Each message is JSON in a frame of len32; those of settings and results have more frames behind them, which it counts.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.join;
