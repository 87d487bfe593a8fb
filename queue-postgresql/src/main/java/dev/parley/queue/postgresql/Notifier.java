package dev.parley.queue.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tells other servers in which tubes something became ready. On a connection of its own, after the commit: a notification in the
 * same transaction would make the commits of all servers wait for each other. One that is lost is made up for by their looking around.
 */
final class Notifier implements AutoCloseable {
    private static final Duration LAST_NOTICE = Duration.ofSeconds(1);
    private static final long BETWEEN_TRIES_MILLIS = 100;

    private final Address address;
    private final Thread thread;
    private final Set<String> pending = new HashSet<>();
    private boolean closed;
    private @Nullable Database database;
    /** Of its connection, for those that hear it; 0 without one. */
    private volatile int process;

    Notifier(Address address) {
        this.address = address;
        this.thread = Thread.ofPlatform().daemon().name("parley-store-notifier").start(this::run);
    }

    /** Any thread; never blocks. */
    synchronized void tell(Set<String> tubes) {
        pending.addAll(tubes);
        notifyAll();
    }

    int process() {
        return process;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LAST_NOTICE); // of what this server has given back
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null at the end. */
    private synchronized @Nullable Set<String> take() throws InterruptedException {
        while (pending.isEmpty() && !closed) {
            wait();
        }
        Set<String> taken = Set.copyOf(pending);
        pending.clear();
        return taken.isEmpty() ? null : taken;
    }

    /** For another try, later. */
    private synchronized void keep(Set<String> tubes) {
        if (!closed) {
            pending.addAll(tubes);
        }
    }

    private void run() {
        try {
            for (Set<String> tubes = take(); tubes != null; tubes = take()) {
                if (!send(tubes)) {
                    keep(tubes);
                    Thread.sleep(BETWEEN_TRIES_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // nobody interrupts it but a JVM that ends
        } finally {
            disconnect();
        }
    }

    private boolean send(Set<String> tubes) {
        try {
            Database there = database;
            if (there == null) {
                there = address.connect("notifier");
                database = there;
                process = there.connection().unwrap(PGConnection.class).getBackendPID();
                there.update(Sql.NO_WAIT);
            }
            there.update(Sql.NOTIFY, (Object) tubes.toArray(String[]::new));
            return true;
        } catch (SQLException e) {
            disconnect();
            return false;
        }
    }

    private void disconnect() {
        Database there = database;
        database = null;
        process = 0;
        if (there != null) {
            there.abandon();
        }
    }
}
