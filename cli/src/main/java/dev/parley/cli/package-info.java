/**
 * The parley command.
 *
 * <p>Rules of this room: parse, wire, print. Data goes to standard output, everything else to standard error; a failure is one line and
 * an exit code, never a stack trace; what needs more than that belongs into a room above.
 *
 * <pre>{@code
 *   Main, Training, demo
 *     |-- compare ---.
 *     |      |       |
 *     |    load    serve      talk      report      doctor
 *     '------'-------'----------'---------'-----------'---> shell
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.cli;
