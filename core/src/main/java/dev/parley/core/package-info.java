/**
 * Protocol code, independent of transport and engine.
 *
 * <p>Rules of this room: of I/O only {@link java.nio.ByteBuffer}; no socket, no thread, no clock. Everything here is driven from
 * outside and can be tested in memory, byte by byte.
 *
 * <pre>{@code
 *            +--------------------- Session ----------------------+
 *   bytes -> | Deframer -> Codec -> request -> Service -> Reply    |
 *            |                                              |      |
 *   bytes <- | Outbox  <- Codec, Framing  <- ReplyQueue  <--'      |
 *            +----------------------------------------------------+
 * }</pre>
 *
 * <p>That is the server's side; {@link dev.parley.core.ClientSession} is the client's.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.core;
