/**
 * What differs between results, and how surely.
 *
 * <p>Rules of this room: only runs of one setting are merged. A difference is reported with its interval, and only called one when
 * the interval excludes zero. Everything random comes from a seed, so that the same files always give the same answer.
 *
 * <pre>
 *   results --Grouping--> RunGroup (runs of one setting, merged)
 *                            |
 *        baseline, other --Resampling--> GroupComparison: a Difference a metric --limit--> Regression
 *                            |
 *                          Report --ReportDocument--> JSON
 *
 *   Lineup --> Targets x rounds = PlannedRuns --ComparisonRun--> TargetResults (a run a round) --> Comparison, with a Report
 *                  '--ServerProcess each                                                             '--ComparisonDocument--> JSON
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.compare;
