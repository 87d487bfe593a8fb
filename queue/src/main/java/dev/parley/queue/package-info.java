/**
 * The store behind the queue.
 *
 * <pre>
 *   MessageStore, Holder      what services use
 *        |
 *   IndexedStore  -- Turns    who runs operations, one at a time, and gives answers when they are safe
 *        |
 *   StoreIndex                leases, deadlines, who waits, counts: the rules, in memory
 *        |
 *   Backlog                   messages and their orders: in memory, or on a disk
 * </pre>
 *
 * <p>Rules of this room: a store is safe for any thread, never blocks its caller, refuses with a reason, and hands a message to one
 * holder at a time; what was handed out comes back to where it stood unless it was deleted.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.queue;
