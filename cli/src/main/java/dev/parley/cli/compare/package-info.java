/** The command that loads several servers in turn, and starts them. Uses the options of {@code serve} and {@code load}. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.compare;
