/**
 * The same protocols with the other role.
 *
 * <p>Rules of this room: a client blocks its caller; every wait for a reply has an end; the
 * type of an exception distinguishes what went wrong: no server, no reply in time, a server that closed, or one that broke the protocol.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.client;
