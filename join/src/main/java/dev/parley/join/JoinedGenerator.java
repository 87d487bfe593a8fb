package dev.parley.join;

import dev.parley.load.CommonStart;
import dev.parley.load.Share;
import dev.parley.result.IntervalTimes;
import dev.parley.result.IntervalsDocument;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultFormatException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A load generator that has joined others: takes its part of a load from the coordinator, begins with all, and gives its result back.
 * When the coordinator has gone, the load stops at once. One thread uses it beside those of its run; {@link #leave} is for any.
 */
public final class JoinedGenerator implements CommonStart, AutoCloseable {
    private static final long RETRY_MILLIS = 200;

    private final JoinConnection connection;
    private final JoinDeadlines deadlines;
    private final String coordinator;
    private final Thread listening;
    private final RunStopper stopper = new RunStopper();

    /** Guarded by this, as all that follows. */
    private final Set<JoinPoint> passed = EnumSet.noneOf(JoinPoint.class);

    private @Nullable Part part;
    /** Why nothing comes of it any more. */
    private String failure = "";

    private @Nullable String done;
    private volatile long beginNanos;
    private volatile boolean released;

    /**
     * What the coordinator wants of this generator.
     *
     * @param messages to be sent in turn; none for those made up by the run
     */
    public record Part(LoadSettings settings, Share share, List<byte[]> messages) {
        public Part {
            messages = List.copyOf(messages);
        }
    }

    private JoinedGenerator(JoinConnection connection, String coordinator, JoinDeadlines deadlines) {
        this.connection = connection;
        this.coordinator = coordinator;
        this.deadlines = deadlines;
        this.listening =
                Thread.ofPlatform().daemon().name("parley-join-coordinator").unstarted(this::listen);
    }

    /**
     * Connects to the coordinator; waits for it as long as it is not there.
     *
     * @param program version of this program, which the coordinator must have too
     * @throws JoinException when nobody is there in this time
     */
    public static JoinedGenerator join(InetSocketAddress at, Duration atMost, String program)
            throws IOException, InterruptedException {
        return join(at, atMost, program, JoinDeadlines.USUAL);
    }

    static JoinedGenerator join(InetSocketAddress at, Duration atMost, String program, JoinDeadlines deadlines)
            throws IOException, InterruptedException {
        String coordinator = "the coordinator at " + at.getHostString() + ":" + at.getPort();
        Socket socket = connect(at, System.nanoTime() + atMost.toNanos(), coordinator);
        JoinConnection connection = new JoinConnection(socket);
        connection.trust();
        connection.trySend(new JoinMessage(
                JoinMessage.Kind.HELLO,
                Admission.hello(program),
                ProcessHandle.current().pid(),
                List.of()));
        JoinedGenerator joined = new JoinedGenerator(connection, coordinator, deadlines);
        joined.listening.start();
        return joined;
    }

    private static Socket connect(InetSocketAddress at, long endNanos, String coordinator)
            throws IOException, InterruptedException {
        while (true) {
            Socket socket = new Socket();
            try {
                long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
                // A new one at each try, for a name that is not known yet.
                socket.connect(
                        new InetSocketAddress(at.getHostString(), at.getPort()),
                        Math.toIntExact(Math.clamp(leftMillis, 1, Integer.MAX_VALUE)));
                return socket;
            } catch (UnknownHostException e) {
                socket.close();
                throw JoinException.unavailable(
                        "cannot connect to " + coordinator + ": there is no host '" + at.getHostString() + "'");
            } catch (IOException e) {
                socket.close();
                if (System.nanoTime() + RETRY_MILLIS * 1_000_000 > endNanos) {
                    throw JoinException.unavailable("cannot connect to " + coordinator + ": " + e.getMessage()
                            + "; is it waiting for generators?");
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void listen() {
        try (connection) {
            while (true) {
                try {
                    take(connection.receive(deadlines.signOfLife()));
                } catch (SocketTimeoutException e) {
                    if (connection.silence().compareTo(deadlines.silence()) > 0) {
                        throw new IOException("nothing was heard of it", e);
                    }
                }
            }
        } catch (IOException | ResultFormatException e) {
            over(coordinator + " has gone: " + e.getMessage());
        }
    }

    private void take(JoinMessage message) throws IOException, ResultFormatException {
        long nowNanos = System.nanoTime();
        switch (message.kind()) {
            case PING -> connection.trySend(JoinMessage.of(JoinMessage.Kind.PONG, message.number()));
            case PASS -> {
                connection.trySend(JoinMessage.of(JoinMessage.Kind.PASSED));
                pass(JoinPoint.named(message.text()), nowNanos + message.number());
            }
            case SETTINGS -> settings(message);
            case STOP -> stop(message.text());
            case FAILED -> over(coordinator + " ended it: " + message.text());
            case DONE -> {
                synchronized (this) {
                    done = message.text();
                    notifyAll();
                }
            }
            default -> throw new IOException("it sent what only a generator says");
        }
    }

    private synchronized void settings(JoinMessage message) throws IOException, ResultFormatException {
        if (message.attachments().isEmpty()) {
            throw new IOException("it sent no settings");
        }
        LoadSettings settings = LoadSettings.read(message.attachments().getFirst());
        if (message.number() >= settings.generators()) {
            throw new IOException("it sent settings of generator " + message.number() + " of " + settings.generators());
        }
        part = new Part(
                settings,
                new Share((int) message.number(), settings.generators()),
                message.attachments().subList(1, message.attachments().size()));
        notifyAll();
    }

    private synchronized void pass(JoinPoint point, long atNanos) {
        beginNanos = atNanos;
        passed.add(point);
        notifyAll();
    }

    /** The coordinator stops all. */
    private void stop(String reason) {
        Optional<Runnable> ending = stopper.stop(reason);
        synchronized (this) {
            notifyAll();
        }
        ending.ifPresent(Runnable::run);
    }

    private void over(String why) {
        synchronized (this) {
            if (failure.isEmpty()) {
                failure = why;
            }
            notifyAll();
        }
        stop(why);
    }

    /**
     * Waits until all generators are there, and the load is known.
     *
     * @throws JoinException when it will not take place
     */
    public synchronized Part part() throws IOException, InterruptedException {
        while (part == null && failure.isEmpty() && !stopper.stopped()) {
            wait();
        }
        if (part == null) {
            throw over();
        }
        return part;
    }

    private JoinException over() {
        return JoinException.failed(failure.isEmpty() ? coordinator + " ended it: " + stopper.reason() : failure);
    }

    private boolean await(JoinPoint point) throws InterruptedException {
        connection.trySend(JoinMessage.of(JoinMessage.Kind.ARRIVED, point.name()));
        synchronized (this) {
            while (!passed.contains(point) && !released && !stopper.stopped()) {
                wait();
            }
            return passed.contains(point);
        }
    }

    @Override
    public void connected() throws IOException, InterruptedException {
        if (!await(JoinPoint.CONNECTED)) {
            synchronized (this) {
                throw over();
            }
        }
    }

    @Override
    public void warm() throws InterruptedException {
        await(JoinPoint.WARM);
    }

    @Override
    public void begin() {
        try {
            if (await(JoinPoint.BEGIN)) {
                StartMoment.await(beginNanos, () -> released);
            }
        } catch (InterruptedException e) { // the run is given up
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void release() {
        released = true;
        notifyAll();
    }

    /**
     * Says who ends this generator's run when all stop, or the coordinator has gone.
     *
     * @param newStopper called with the reason, once, by any thread; at once where that has happened already
     */
    public void whenStopped(Consumer<String> newStopper) {
        stopper.whenStopped(newStopper);
    }

    /** The user of this generator ends it: so it does for all, and its result tells what was measured until then. Any thread. */
    public void leave(String reason) {
        connection.trySend(JoinMessage.of(JoinMessage.Kind.LEAVING, reason));
        stop(reason);
    }

    /** Nothing will come of this generator's part. */
    public void fail(String why) {
        connection.trySend(JoinMessage.of(JoinMessage.Kind.FAILED, why));
    }

    /**
     * Gives the result to the coordinator; blocks until it has those of all.
     *
     * @return what is wrong with the whole; empty for nothing
     * @throws JoinException when the coordinator has gone
     */
    public String deliver(LoadResult result, List<IntervalTimes> intervals) throws IOException, InterruptedException {
        connection.trySend(new JoinMessage(
                JoinMessage.Kind.RESULT,
                "",
                0,
                List.of(ResultDocument.of(result).toJson(), IntervalsDocument.of(intervals))));
        synchronized (this) {
            while (done == null && failure.isEmpty()) {
                wait();
            }
            if (done == null) {
                throw over();
            }
            return done;
        }
    }

    /** Closes the connection, and waits for the thread that listened to it. */
    @Override
    public void close() {
        connection.close();
        try {
            listening.join();
        } catch (InterruptedException e) { // it is a daemon and about to end
            Thread.currentThread().interrupt();
        }
    }
}
