package dev.parley.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The UDP proxy. Each client's address gets a socket towards the server, so that the server can distinguish clients.
 *
 * <pre>
 *   client -- front socket --> lane --> departures by time --> client's own socket -- server
 *   client &lt;-- front socket -- departures by time &lt;-- lane &lt;-- client's own socket -- server
 * </pre>
 *
 * One thread reads the front socket, one each client's, one sends what is due.
 */
final class DatagramChaos implements ChaosProxy.Route {
    private static final int LONGEST_DATAGRAM_BYTES = 64 << 10;
    /** The kernel must not add losses of its own to those of the script. */
    private static final int BUFFER_BYTES = 1 << 20;

    private static final int MOST_CLIENTS = 1024;

    private interface Exit {
        void send(ByteBuffer datagram) throws IOException;
    }

    /** One address: its socket towards the server and what happens each way. */
    private record Client(DatagramChannel own, DatagramLane requests, DatagramLane replies) {}

    /** Ordered by time, then by number. */
    private record Planned(Runnable task, long dueNanos, long number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Planned planned = (Planned) other;
            int byTime = Long.signum(dueNanos - planned.dueNanos);
            return byTime == 0 ? Long.compare(number, planned.number) : byTime;
        }
    }

    private final InetSocketAddress server;
    private final ChaosScript script;
    private final DatagramChannel front;
    private final FirstClient firstClient = new FirstClient();
    private final ChaosThreads threads = new ChaosThreads();
    private final ConcurrentHashMap<SocketAddress, Client> clients = new ConcurrentHashMap<>();
    private final DelayQueue<Planned> departures = new DelayQueue<>();
    private final AtomicLong planned = new AtomicLong();
    private final ChaosTally.Counters requests = new ChaosTally.Counters();
    private final ChaosTally.Counters replies = new ChaosTally.Counters();
    private final int port;
    private volatile boolean closed;

    private DatagramChaos(InetSocketAddress server, ChaosScript script, DatagramChannel front) {
        this.server = server;
        this.script = script;
        this.front = front;
        this.port = front.socket().getLocalPort();
    }

    static DatagramChaos start(InetSocketAddress server, ChaosScript script) throws IOException {
        DatagramChannel front = DatagramChannel.open();
        try {
            front.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            front.bind(new InetSocketAddress(server.getAddress(), 0));
        } catch (IOException e) {
            front.close();
            throw e;
        }
        DatagramChaos chaos = new DatagramChaos(server, script, front);
        chaos.threads.start(chaos::receiveRequests);
        chaos.threads.start(chaos::sendWhatIsDue);
        return chaos;
    }

    private void receiveRequests() {
        ByteBuffer in = ByteBuffer.allocate(LONGEST_DATAGRAM_BYTES);
        while (!closed) {
            try {
                SocketAddress source = front.receive(in.clear());
                long now = System.nanoTime();
                firstClient.came(now);
                Client client = clients.get(source);
                if (client == null) {
                    if (clients.size() >= MOST_CLIENTS) {
                        requests.lost().increment();
                        continue;
                    }
                    client = open(source);
                }
                DatagramChannel own = client.own;
                plan(client.requests, in.flip(), now, out -> own.send(out, server), requests);
            } catch (IOException e) {
                rethrowUnlessClosed(e);
            }
        }
    }

    private Client open(SocketAddress source) throws IOException {
        DatagramChannel own = DatagramChannel.open();
        own.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        own.bind(new InetSocketAddress(server.getAddress(), 0)); // not connected: that cannot send an empty datagram
        long number = clients.size();
        Client client = new Client(
                own,
                new DatagramLane(script.requests(), seed(2 * number), firstClient, requests),
                new DatagramLane(script.replies(), seed(2 * number + 1), firstClient, replies));
        clients.put(source, client);
        threads.start(() -> receiveReplies(client, source));
        if (closed) { // close() may have looked before this one was there
            own.close();
        }
        return client;
    }

    /** Far apart for each lane: SplittableRandom mixes it further. */
    private long seed(long lane) {
        return script.seed() ^ (lane * 0x9E37_79B9_7F4A_7C15L);
    }

    private void receiveReplies(Client client, SocketAddress source) {
        ByteBuffer in = ByteBuffer.allocate(LONGEST_DATAGRAM_BYTES);
        while (!closed) {
            try {
                if (server.equals(client.own.receive(in.clear()))) {
                    plan(client.replies, in.flip(), System.nanoTime(), out -> front.send(out, source), replies);
                }
            } catch (IOException e) {
                rethrowUnlessClosed(e);
            }
        }
    }

    private void plan(DatagramLane lane, ByteBuffer in, long now, Exit exit, ChaosTally.Counters tally) {
        byte[] datagram = new byte[in.remaining()];
        in.get(datagram);
        for (DatagramLane.Departure departure : lane.take(datagram, now)) {
            plan(departure.dueNanos(), () -> {
                if (lane.leaves(departure.parcel())) {
                    send(departure.parcel(), exit, tally);
                }
            });
        }
    }

    private void plan(long dueNanos, Runnable task) {
        departures.add(new Planned(task, dueNanos, planned.getAndIncrement()));
    }

    private void sendWhatIsDue() {
        try {
            while (!closed) {
                departures.take().task.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a chaos thread was interrupted", e);
        }
    }

    private static void send(DatagramLane.Parcel parcel, Exit exit, ChaosTally.Counters tally) {
        for (int copy = 0; copy < parcel.copies(); copy++) {
            try {
                tally.passed().increment(); // before the peer can answer it
                exit.send(ByteBuffer.wrap(parcel.bytes()));
            } catch (IOException e) { // unreachable, or closed: a datagram may always be lost
                tally.passed().decrement();
                tally.lost().increment();
            }
        }
    }

    private void rethrowUnlessClosed(IOException e) {
        if (!closed) {
            throw new UncheckedIOException("the proxy cannot receive", e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ChaosTally tally() {
        return new ChaosTally(clients.size(), requests.sum(), replies.sum());
    }

    @Override
    public void close() {
        closed = true;
        StreamLink.close(front);
        clients.values().forEach(client -> StreamLink.close(client.own));
        plan(System.nanoTime(), () -> {}); // wakes the sender
        threads.awaitEnd();
    }
}
