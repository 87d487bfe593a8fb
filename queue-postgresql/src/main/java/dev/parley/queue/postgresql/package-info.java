/**
 * The store in a PostgreSQL database that several servers share.
 *
 * <pre>
 *   callers --operations--> BatchThread --> Turn --> Database: one transaction for all that has gathered
 *           &lt;--answers---        |            |
 *                                |        WaitingRoom, Holders, LocalTubes: of this server alone
 *                             commit
 *                                '----> Notifier --> notify --> Listener of other servers
 * </pre>
 *
 * <p>Rules of this room: what is stored, and who holds it until when, is in the database and by its clock. Only the batch thread
 * touches the connection it commits with. A turn changes nothing in memory before its commit, so that it can be taken again on
 * another connection; whether a commit whose answer was lost took effect is asked, never guessed.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.queue.postgresql;
