package dev.parley.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One TCP client of the proxy and its connection to the server, with a {@link StreamPipe} each way.
 *
 * <pre>
 *   run --both pipes ended--> closed        cut: both outputs end, what comes in is thrown away until the peers end too
 *                                           reset: both closed at once, with RST
 * </pre>
 */
final class StreamLink {
    private final SocketChannel client;
    private final SocketChannel server;
    private final FirstClient firstClient;
    private final ChaosThreads threads;
    /** Nothing more is passed on. */
    private final CountDownLatch over = new CountDownLatch(1);

    StreamLink(SocketChannel client, SocketChannel server, FirstClient firstClient, ChaosThreads threads) {
        this.client = client;
        this.server = server;
        this.firstClient = firstClient;
        this.threads = threads;
    }

    /** From the connection to the server until both sides have ended. */
    void run(
            InetSocketAddress serverAddress,
            ChaosScript script,
            ChaosTally.Counters requests,
            ChaosTally.Counters replies) {
        try {
            server.connect(serverAddress);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            reset();
            return;
        }
        CountDownLatch running = new CountDownLatch(4);
        StreamPipe there = new StreamPipe(this, client, server, script.requests(), firstClient, requests);
        StreamPipe back = new StreamPipe(this, server, client, script.replies(), firstClient, replies);
        start(there::readAll, running);
        start(there::writeAll, running);
        start(back::readAll, running);
        start(back::writeAll, running);
        threads.start(() -> atMoments(script));
        awaitUninterruptibly(running);
        over.countDown();
        close(client);
        close(server);
    }

    private void start(Runnable task, CountDownLatch running) {
        threads.start(() -> {
            try {
                task.run();
            } finally {
                running.countDown();
            }
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException("a chaos thread was interrupted", e);
            }
        }
    }

    /** Cuts and resets at a moment happen whether or not bytes flow. The direction does not matter. */
    private void atMoments(ChaosScript script) {
        script.requests().forEach(this::atMoment);
        script.replies().forEach(this::atMoment);
    }

    private void atMoment(Fault fault) {
        Fault.Point at = switch (fault) {
            case Fault.Cut cut -> cut.at();
            case Fault.Reset reset -> reset.at();
            default -> Fault.afterBytes(0);
        };
        if (at instanceof Fault.Point.Moment moment) {
            threads.start(() -> {
                if (waitUntil(firstClient.nanosAt(moment.sinceFirstClient()))) {
                    end(fault);
                }
            });
        }
    }

    /** Carries out a {@link Fault.Cut} or a {@link Fault.Reset}. */
    void end(Fault fault) {
        if (fault instanceof Fault.Cut) {
            cut();
        } else {
            reset();
        }
    }

    private void cut() {
        over.countDown();
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                close(channel);
            }
        }
    }

    /** From any thread. */
    void reset() {
        over.countDown();
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close then sends RST
            } catch (IOException e) { // closed already
                continue;
            }
            close(channel);
        }
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** False when the link is over first. */
    boolean waitUntil(long nanos) {
        try {
            return !over.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a chaos thread was interrupted", e);
        }
    }

    static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
