package dev.parley.queue.postgresql;

import java.sql.SQLException;

/** Whether the database has what this server committed last. For one thread at a time. */
final class LastCommit {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");
    private static final long NOT_KNOWN_THERE = -1;

    private final Link link;
    private final Turn.Room room;

    LastCommit(Link link, Turn.Room room) {
        this.link = link;
        this.room = room;
    }

    /** Whether a commit that was not answered took effect; if so, it is as safe as others when this returns. */
    boolean isThere() throws SQLException {
        Database connected = link.connected();
        if (batch(connected) <= room.server().lastBatch()) {
            return false;
        }
        connected.update(Sql.CONFIRM, room.server().id());
        connected.commit();
        return true;
    }

    /**
     * A turn could not begin: the database does not have what this server has committed. It may be another one, to which that had
     * not come, or may have crashed, and what was acknowledged from memory or from one disk is lost. This goes on from what there is.
     */
    void goOnFromWhatThereIs() throws SQLException {
        Database connected = link.connected();
        long there = batch(connected);
        long missing = room.server().lastBatch() - Math.max(0, there);
        LOG.log(
                System.Logger.Level.ERROR,
                () -> link.address().text() + " has lost the last " + missing
                        + " transactions of this server: messages that were acknowledged may be missing, and deleted ones back");
        if (there == NOT_KNOWN_THERE) {
            connected.update(Sql.SAME_SERVER, room.server().id(), room.server().testTime());
        }
        connected.update(Sql.NO_NUMBER_TWICE, room.counters().lastId);
        connected.commit();
        room.server().isAt(Math.max(0, there));
    }

    private long batch(Database connected) throws SQLException {
        long there = connected.query(
                Sql.LAST_BATCH,
                rows -> rows.next() ? rows.getLong(1) : NOT_KNOWN_THERE,
                room.server().id());
        connected.rollBack();
        return there;
    }
}
