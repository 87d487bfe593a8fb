/** The command that loads a server, or searches the rate it can keep. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.load;
