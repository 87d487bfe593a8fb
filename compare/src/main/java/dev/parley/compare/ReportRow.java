package dev.parley.compare;

import org.jspecify.annotations.Nullable;

/**
 * A group of a report.
 *
 * @param comparison with its baseline; null for a baseline, and where the baseline was not measured
 */
public record ReportRow(RunGroup group, @Nullable GroupComparison comparison) {}
