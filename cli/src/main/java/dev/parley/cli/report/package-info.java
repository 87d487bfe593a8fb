/** The command that merges and compares results. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.report;
