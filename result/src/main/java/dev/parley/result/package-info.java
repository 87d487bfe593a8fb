/**
 * The result of a measurement: its numbers, the verdict on them, and the documents they are kept in.
 *
 * <p>Rules of this room:
 *
 * <ul>
 *   <li>A percentile is reported only when at least 10 samples are above it.
 *   <li>Runs are merged by adding their histograms; a percentile is never averaged.
 *   <li>A result states when it cannot be trusted, and why.
 *   <li>Times are nanoseconds; what was not measured is empty or null, never NaN and never 0.
 *   <li>Nothing here sends, waits or reads a clock, and nothing depends on how a load is made.
 * </ul>
 *
 * <pre>{@code
 *   histograms, counters, outcomes --> Measured --Judge--> LoadResult --ResultDocument--> JSON
 *                                                              ^                            |
 *                                                Merge -------'------- ResultReader <-------'
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.result;
