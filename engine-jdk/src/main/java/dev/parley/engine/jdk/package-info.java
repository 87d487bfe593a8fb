/**
 * The engines that need nothing but the JDK.
 *
 * <p>Rules of this room: what is decided here is which client waits for which; what a conversation may do is decided in {@code dev.parley.engine}.
 *
 * <pre>
 *   selector                        threads, virtual, sequential         UDP, any engine
 *   loop 0: accept, serve           acceptor --permit--> thread          loop: receive --> loop, pool or virtual thread
 *   loop 1: serve                   acceptor --permit--> thread
 *      |                               |                                    |
 *   SelectorConnection              ThreadConnection                     DatagramConversation
 *      '---------- Connection ---------'                                    |
 *                      '---------------------- Session ---------------------'
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.engine.jdk;
