package dev.parley.queue.postgresql;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears in which tubes other servers have made something ready. One thread and one connection. */
final class Listener implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 1_000;

    private final Address address;
    private final Notifier own;
    private final Thread thread;
    private volatile Consumer<Set<String>> heard = tubes -> {};
    private volatile boolean closed;
    private volatile @Nullable Database database;

    /**
     * @param own whose notices are not news
     */
    Listener(Address address, Notifier own) {
        this.address = address;
        this.own = own;
        this.thread = Thread.ofPlatform().daemon().name("parley-store-listener").unstarted(this::run);
    }

    /** @param each is given tubes */
    void start(Consumer<Set<String>> each) {
        heard = each;
        thread.start();
    }

    /** Connects anew: the host it is connected to may not be the one that takes writes any more, without having said so. */
    void renew() {
        Database there = database;
        if (there != null) {
            there.abandon();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        renew();
    }

    private void run() {
        while (!closed) {
            try (Database there = address.connect("listener")) {
                database = there;
                there.update(Sql.LISTEN);
                PGConnection connection = there.connection().unwrap(PGConnection.class);
                while (!closed) {
                    hear(connection.getNotifications(LONGEST_WAIT_MILLIS));
                }
            } catch (SQLException e) {
                pauseAfterFailure();
            }
        }
    }

    private void hear(PGNotification @Nullable [] notifications) {
        Set<String> tubes = new HashSet<>();
        for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
            if (notification.getPID() != own.process()) {
                tubes.add(notification.getParameter());
            }
        }
        if (!tubes.isEmpty()) {
            heard.accept(tubes);
        }
    }

    private void pauseAfterFailure() {
        try {
            Thread.sleep(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException e) {
            // closed
        }
    }
}
