package dev.parley.join;

import dev.parley.core.PrintableText;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The coordinator's port: lets in what says that it is a load generator of the same version. All else is closed, what says nothing
 * after a deadline, and disturbs nobody.
 */
final class Admission implements AutoCloseable {
    /** So many connections that have not said yet what they are; more are closed at once. */
    private static final int MOST_STRANGERS = 64;

    private static final String PROTOCOL = "parley-join/";
    /** Raised when a message changes its meaning. */
    private static final int VERSION = 1;

    /** Who takes what was let in; called by the thread of that connection. */
    interface Listener {
        /** One of the same version; why it is not wanted, or an empty text once it has been, and its connection is over. */
        String admit(JoinConnection connection, long process);

        /** One of another version. */
        void otherVersion(String text);
    }

    private final ServerSocket socket;
    private final String hello;
    private final JoinDeadlines deadlines;
    private final Listener listener;
    private final Set<Socket> strangers = ConcurrentHashMap.newKeySet();

    /** @param program version of this program */
    Admission(ServerSocket socket, String program, JoinDeadlines deadlines, Listener listener) {
        this.socket = socket;
        this.hello = hello(program);
        this.deadlines = deadlines;
        this.listener = listener;
    }

    /** What a load generator says first. */
    static String hello(String program) {
        return PROTOCOL + VERSION + " parley " + program;
    }

    void start() {
        Thread.ofPlatform().daemon().name("parley-join-accept").start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket stranger = socket.accept();
                if (strangers.size() >= MOST_STRANGERS) {
                    stranger.close();
                } else {
                    strangers.add(stranger);
                    Thread.ofPlatform().daemon().name("parley-join-generator").start(() -> greet(stranger));
                }
            }
        } catch (IOException e) {
            // closed: all are there
        }
    }

    private void greet(Socket stranger) {
        try (JoinConnection connection = new JoinConnection(stranger)) {
            long endNanos = System.nanoTime() + deadlines.hello().toNanos();
            // One that sends a byte now and then has no longer.
            Thread deadline = Thread.ofVirtual().start(() -> closeAt(endNanos, stranger));
            JoinMessage first = connection.receive(deadlines.hello());
            deadline.interrupt();
            if (!strangers.remove(stranger)
                    || first.kind() != JoinMessage.Kind.HELLO
                    || !first.text().startsWith(PROTOCOL)) {
                return;
            }
            if (!first.text().equals(hello)) {
                String theirs = PrintableText.of(first.text(), 80);
                connection.send(JoinMessage.of(
                        JoinMessage.Kind.FAILED, "the coordinator speaks '" + hello + "', this one '" + theirs + "'"));
                listener.otherVersion("the generator at " + connection.peer() + " speaks '" + theirs + "', this one '"
                        + hello + "'; use the same version of parley everywhere");
                return;
            }
            connection.trust();
            String unwanted = listener.admit(connection, first.number());
            if (!unwanted.isEmpty()) {
                connection.send(JoinMessage.of(JoinMessage.Kind.FAILED, unwanted));
            }
        } catch (IOException e) {
            // not a load generator, or not any more
        } finally {
            strangers.remove(stranger);
        }
    }

    private void closeAt(long nanos, Socket stranger) {
        try {
            Thread.sleep(Math.max(1, (nanos - System.nanoTime()) / 1_000_000));
            if (strangers.remove(stranger)) {
                stranger.close();
            }
        } catch (InterruptedException e) { // it has said what it is
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // it is closed
        }
    }

    /** Nobody more is let in. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is lost with it
        }
        for (Socket stranger : List.copyOf(strangers)) {
            if (strangers.remove(stranger)) {
                try {
                    stranger.close();
                } catch (IOException e) {
                    // nor with this
                }
            }
        }
    }
}
