package dev.parley.client;

import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A client that does not wait: each request gives a future, completed in the order of the requests by a thread of this
 * client's own. At most {@link #MOST_IN_FLIGHT} requests are in flight; the next {@link #send} waits. Safe for any thread.
 * For protocols whose messages outlive one request: not for those that end with their stream, and not for UDP.
 *
 * <p>The first failure of the conversation is its end: a write, a reply that did not come in time or was not a reply, a server
 * that closed. The connection is closed then, every reply still due fails with the reason, and so does every later
 * {@link #send}.
 *
 * <p>Stages that depend on a future may run on the thread that reads replies. They must neither block nor send.
 */
public final class PipelinedClient<Q, R> implements AutoCloseable {
    /** Requests without a reply at once. */
    public static final int MOST_IN_FLIGHT = 1024;

    private final Client<Q, R> client;
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    /**
     * Held while one request is written, so that futures are in the order of their requests on the wire. Taken before
     * {@code inFlight}, and never by the reading thread: a server may stop reading until its replies are taken.
     */
    private final Object writing = new Object();

    private final ArrayDeque<Due<R>> inFlight = new ArrayDeque<>();
    /** Requests written whose replies were not awaited yet. */
    private final Semaphore due = new Semaphore(0);
    /** Why the conversation is over; guarded by {@code inFlight}. */
    private @Nullable Throwable reason;

    /** A reply that is due, and how long it is waited for. */
    private record Due<R>(CompletableFuture<R> reply, Duration timeout) {}

    private PipelinedClient(Client<Q, R> client) {
        this.client = client;
    }

    /**
     * Connects; see {@link Client#connect}.
     *
     * @throws IllegalArgumentException when the protocol or the endpoint cannot be pipelined
     */
    public static <Q, R> PipelinedClient<Q, R> connect(
            Endpoint endpoint, Protocol<Q, R> protocol, ClientOptions options) throws IOException {
        if (endpoint.isDatagram()
                || protocol.requestFraming().endsWithStream()
                || protocol.responseFraming().endsWithStream()) {
            throw new IllegalArgumentException(protocol.name() + " on " + endpoint + " cannot be pipelined");
        }
        return over(Client.connect(endpoint, protocol, options));
    }

    /** @param client of a stream, and from now on this client's own */
    static <Q, R> PipelinedClient<Q, R> over(Client<Q, R> client) {
        PipelinedClient<Q, R> pipelined = new PipelinedClient<>(client);
        Thread.ofVirtual().name("parley-pipeline").start(pipelined::readAll);
        return pipelined;
    }

    /**
     * Sends; blocks while too many requests are in flight, or the server does not take this one.
     *
     * @return the reply, or the {@link IOException} or {@link ProtocolException} that came instead
     * @throws IOException when the conversation is over, or ends with this
     * @throws IllegalArgumentException when the framing cannot carry the request, which harms no other
     */
    public CompletableFuture<R> send(Q request) throws IOException {
        return send(request, client.replyTimeout());
    }

    /**
     * The same for a request whose reply may take longer, or shorter, than others.
     *
     * @param replyTimeout from the moment at which the reply is the next one due
     */
    public CompletableFuture<R> send(Q request, Duration replyTimeout) throws IOException {
        room.acquireUninterruptibly();
        synchronized (writing) {
            CompletableFuture<R> reply = enlist(request, replyTimeout);
            try {
                client.transmit();
            } catch (IOException | RuntimeException e) {
                Throwable first = end(e);
                if (first.equals(e)) {
                    throw e;
                }
                throw isOver(first);
            }
            due.release();
            return reply;
        }
    }

    /** Makes the request ready to be written and gives it its place; where that fails, it is as if it had never been. */
    private CompletableFuture<R> enlist(Q request, Duration timeout) throws IOException {
        boolean enlisted = false;
        try {
            client.encode(request);
            CompletableFuture<R> reply = new CompletableFuture<>();
            synchronized (inFlight) {
                if (reason != null) {
                    throw isOver(reason);
                }
                inFlight.add(new Due<>(reply, timeout));
            }
            enlisted = true;
            return reply;
        } finally {
            if (!enlisted) {
                room.release();
            }
        }
    }

    private static IOException isOver(Throwable reason) {
        return new IOException("the conversation is over: " + reason.getMessage(), reason);
    }

    private void readAll() {
        try {
            while (true) {
                due.acquireUninterruptibly();
                R reply = client.receive(nextTimeout());
                if (reply == null) {
                    throw ServerClosedException.endsNormally(client.endpoint());
                }
                Due<R> oldest;
                synchronized (inFlight) {
                    oldest = inFlight.poll();
                }
                if (oldest == null) { // ended meanwhile
                    return;
                }
                room.release();
                oldest.reply.complete(reply);
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            end(e);
        }
    }

    /** Any where the conversation has ended: then the wire is closed. */
    private Duration nextTimeout() {
        synchronized (inFlight) {
            Due<R> next = inFlight.peek();
            return next == null ? client.replyTimeout() : next.timeout;
        }
    }

    /**
     * Ends the conversation, once.
     *
     * @return why it ended, which may be an earlier reason
     */
    private Throwable end(Throwable why) {
        Throwable first;
        List<Due<R>> lost;
        synchronized (inFlight) {
            if (reason == null) {
                reason = why;
            }
            first = reason;
            lost = List.copyOf(inFlight);
            inFlight.clear();
        }
        try {
            client.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
        due.release(); // a reader that waits for a request finds the connection closed
        room.release(lost.size());
        lost.forEach(due -> due.reply.completeExceptionally(first));
        return first;
    }

    /** Closes the connection; replies still due fail. Idempotent. */
    @Override
    public void close() {
        end(new IOException("the client was closed"));
    }
}
