package dev.parley.queue.postgresql;

import dev.parley.queue.StoreClock;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The connection that turns are committed on, made anew when it is lost. For one thread at a time, except {@link #trouble}. */
final class Link {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");
    private static final double NANOS_PER_SECOND = 1e9;

    private final Address address;
    private final AcknowledgementLevel level;
    private final StoreClock clock;
    private @Nullable Database database;
    private long unavailableSince;
    private final Runnable again;
    private volatile @Nullable SQLException trouble;

    /**
     * @param connected its own from now on
     * @param again is run each time it is available again
     */
    Link(Address address, AcknowledgementLevel level, StoreClock clock, Database connected, Runnable again) {
        this.address = address;
        this.level = level;
        this.clock = clock;
        this.database = connected;
        this.again = again;
    }

    Address address() {
        return address;
    }

    /** Why it is unavailable; null while it is not. Any thread. */
    @Nullable
    SQLException trouble() {
        return trouble;
    }

    /** The one there is, or else a new one. */
    Database connected() throws SQLException {
        Database there = database;
        if (there == null) {
            there = address.connect("queue");
            try {
                there.connection().setAutoCommit(false);
                level.settle(there);
                there.commit();
            } catch (SQLException | RuntimeException e) {
                there.close();
                throw e;
            }
            database = there;
        }
        return there;
    }

    /** Null when none is open. */
    @Nullable
    Database database() {
        return database;
    }

    void disconnect() {
        Database there = database;
        database = null;
        if (there != null) {
            there.abandon();
        }
    }

    /** It is of no use any more. */
    void unavailable(SQLException why) {
        disconnect();
        if (trouble == null) {
            unavailableSince = clock.nanoTime();
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> address.text() + " is unavailable: " + SqlFailure.line(why) + "; trying again");
        }
        trouble = why;
    }

    /** Something was committed. */
    void available() {
        if (trouble != null) {
            trouble = null;
            again.run();
            double seconds = (clock.nanoTime() - unavailableSince) / NANOS_PER_SECOND;
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> String.format("%s is available again, after %.1f s", address.text(), seconds));
        }
    }
}
