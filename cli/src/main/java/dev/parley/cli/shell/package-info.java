/**
 * What all commands share: the console, exit codes, failures, endpoints, units, files, signals, logging. It imports no other
 * package of the command.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.shell;
