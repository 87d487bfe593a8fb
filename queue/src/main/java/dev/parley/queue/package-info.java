/**
 * The store behind the queue.
 *
 * <p>Rules of this room: a store is safe for any thread, refuses with a reason, and hands a message to one taker at a time; what
 * was handed out comes back to where it stood unless it was taken for good.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.queue;
