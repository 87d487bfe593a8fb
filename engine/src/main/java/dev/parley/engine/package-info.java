/**
 * What runs sessions on sockets and threads.
 *
 * <p>Rules of this room: engines know sessions, never services. Limits, deadlines, admission and endings are written once and
 * behave the same on every engine.
 *
 * <pre>
 *   selector                        threads, virtual, sequential         UDP, any engine
 *   loop 0: accept, serve           acceptor --permit--> thread          loop: receive --> loop, pool or virtual thread
 *   loop 1: serve                   acceptor --permit--> thread
 *      |                               |                                    |
 *   SelectorConnection              ThreadConnection                     DatagramPeer
 *      '---------- Connection ---------'                                    |
 *                      '---------------------- Session ---------------------'
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.engine;
