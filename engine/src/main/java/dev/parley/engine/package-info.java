/**
 * The contract of engines, and the mechanics all of them share: a conversation over a wire, unsent bytes, deadlines, admission,
 * endings.
 *
 * <p>Rules of this room: engines depend on sessions, never on services; what is decided here is decided once for all engines.
 *
 * <pre>
 *   Engine.start(ServerSpec) --> RunningServer        ServerGroup: several as one
 *
 *   an engine's loop or thread --> Connection --> Session (core)
 *                                   |      '----> StreamOutbox: unsent bytes
 *                                   '-----------> Wire: TCP, or a layer over it
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.engine;
