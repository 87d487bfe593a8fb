package dev.parley.client;

import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A client that does not wait: each request gives a future, completed in the order of the requests by a thread of this
 * client's own. At most {@link #MOST_IN_FLIGHT} requests are under way; the next {@link #send} waits. Safe for any thread.
 * For protocols whose messages outlive one request: not for those that end with their stream, and not for UDP.
 */
public final class PipelinedClient<Q, R> implements AutoCloseable {
    /** Requests without a reply at once. */
    public static final int MOST_IN_FLIGHT = 1024;

    private final Client<Q, R> client;
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final ArrayDeque<CompletableFuture<R>> inFlight = new ArrayDeque<>();
    private final Semaphore due = new Semaphore(0);
    private final Thread reader;
    /** Why nothing more can be said; guarded by {@code inFlight}. */
    private @Nullable Exception broken;

    private PipelinedClient(Client<Q, R> client) {
        this.client = client;
        this.reader = Thread.ofVirtual().name("parley-pipeline").unstarted(this::readAll);
    }

    /**
     * Connects; see {@link Client#connect}.
     *
     * @throws IllegalArgumentException when the protocol or the endpoint cannot be pipelined
     */
    public static <Q, R> PipelinedClient<Q, R> connect(
            Endpoint endpoint, Protocol<Q, R> protocol, ClientOptions options) throws IOException {
        if (endpoint.isDatagram() || protocol.requestFraming().endsWithStream()) {
            throw new IllegalArgumentException(protocol.name() + " on " + endpoint + " cannot be pipelined");
        }
        PipelinedClient<Q, R> pipelined = new PipelinedClient<>(Client.connect(endpoint, protocol, options));
        pipelined.reader.start();
        return pipelined;
    }

    /**
     * Sends; blocks while too many requests are under way.
     *
     * @return the reply, or the {@link IOException} or {@link ProtocolException} that came instead
     */
    public CompletableFuture<R> send(Q request) throws IOException {
        room.acquireUninterruptibly();
        CompletableFuture<R> reply = new CompletableFuture<>();
        synchronized (inFlight) { // the order of futures is the order on the wire
            if (broken != null) {
                room.release();
                throw new IOException("the conversation is over: " + broken.getMessage(), broken);
            }
            inFlight.add(reply);
            try {
                client.send(request);
            } catch (IOException | RuntimeException e) {
                inFlight.removeLast();
                room.release();
                throw e;
            }
        }
        due.release();
        return reply;
    }

    private void readAll() {
        try {
            while (true) {
                due.acquire();
                R reply = client.receive();
                if (reply == null) {
                    throw new ServerClosedException(client.endpoint(), true);
                }
                oldest().complete(reply);
                room.release();
            }
        } catch (IOException | ProtocolException | RuntimeException e) {
            failAll(e);
        } catch (InterruptedException e) {
            failAll(new IOException("the client was closed"));
        }
    }

    private CompletableFuture<R> oldest() {
        synchronized (inFlight) {
            return inFlight.remove();
        }
    }

    private void failAll(Exception reason) {
        synchronized (inFlight) {
            broken = reason;
            inFlight.forEach(reply -> reply.completeExceptionally(reason));
            room.release(inFlight.size());
            inFlight.clear();
        }
    }

    /** Closes the connection; replies still due fail. */
    @Override
    public void close() throws IOException {
        reader.interrupt();
        client.close();
    }
}
