/**
 * What is known of servers that run, over HTTP, for those who watch them: metrics, and whether they are well.
 *
 * <pre>
 *   servers --ServerListener--> EndpointMetrics --.
 *   services --Filter--> RequestTimes ------------+--> Prometheus registry --> MetricsPage --.
 *   stores --when asked--> StoreMetrics ----------'                            HealthPage ---+--> AdminServer
 *                                                                              EventStream --'    (of both, each second)
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.admin;
