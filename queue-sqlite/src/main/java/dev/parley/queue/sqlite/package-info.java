/**
 * The store in an SQLite file.
 *
 * <pre>
 *   callers --operations--> CommitThread --> StoreIndex (leases, waiting: in memory)
 *           &lt;--answers---        |               |
 *                                |        SqliteBacklog --> one page of each tube's order in memory
 *                             COMMIT             |
 *                                '----> Database: FILE, FILE-wal, FILE-lock, FILE-ballast
 * </pre>
 *
 * <p>Rules of this room: only the commit thread touches the database. An answer leaves after the commit that makes it true; a
 * commit that fails is undone in memory too. Nothing is handed out whose checksum is wrong.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.queue.sqlite;
