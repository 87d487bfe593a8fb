/** The commands that talk to a server as a client: send, put, get, ping, time and stop. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.talk;
