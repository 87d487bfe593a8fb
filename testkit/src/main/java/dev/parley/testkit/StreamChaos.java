package dev.parley.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The TCP proxy: accepts, and gives each client a {@link StreamLink} of its own. */
final class StreamChaos implements ChaosProxy.Route {
    private final InetSocketAddress server;
    private final ChaosScript script;
    private final ServerSocketChannel listener;
    private final FirstClient firstClient = new FirstClient();
    private final ChaosThreads threads = new ChaosThreads();
    private final Set<StreamLink> links = ConcurrentHashMap.newKeySet();
    private final LongAdder clients = new LongAdder();
    private final ChaosTally.Counters requests = new ChaosTally.Counters();
    private final ChaosTally.Counters replies = new ChaosTally.Counters();
    private volatile boolean closed;

    private StreamChaos(InetSocketAddress server, ChaosScript script, ServerSocketChannel listener) {
        this.server = server;
        this.script = script;
        this.listener = listener;
    }

    static StreamChaos start(InetSocketAddress server, ChaosScript script) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(server.getAddress(), 0));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        StreamChaos chaos = new StreamChaos(server, script, listener);
        chaos.threads.start(chaos::acceptAll);
        return chaos;
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                firstClient.came(System.nanoTime());
                clients.increment();
                StreamLink link = new StreamLink(client, SocketChannel.open(), firstClient, threads);
                links.add(link);
                threads.start(() -> {
                    link.run(server, script, requests, replies);
                    links.remove(link);
                });
                if (closed) { // close() may have looked before this one was there
                    link.reset();
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException("the proxy cannot accept", e);
            }
        }
    }

    @Override
    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public ChaosTally tally() {
        return new ChaosTally(clients.sum(), requests.sum(), replies.sum());
    }

    @Override
    public void close() {
        closed = true;
        StreamLink.close(listener);
        links.forEach(StreamLink::reset);
        threads.awaitEnd();
    }
}
