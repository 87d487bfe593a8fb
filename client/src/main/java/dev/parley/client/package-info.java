/**
 * The same protocols with the other role.
 *
 * <p>Rules of this room: a client blocks its caller and says so; every wait has an end; what went wrong is told by the type of the
 * exception: no server, no reply in time, closed in good order or reset, or a server that broke the protocol.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.client;
