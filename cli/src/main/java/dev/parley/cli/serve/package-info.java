/** The command that serves: engines, limits and queues from options. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.serve;
