package dev.parley.client.beanstalk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreLimits;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A work queue to talk to: ours in this process, or beanstalkd in one of its own. */
interface QueueServer extends AutoCloseable {
    /** Both, by name. */
    static QueueServer start(String name) throws IOException {
        return name.equals("parley") ? Ours.start() : Original.start();
    }

    Endpoint endpoint();

    /** Ends it at once, whatever it owes. */
    void kill();

    @Override
    void close();

    record Ours(RunningServer server, MessageStore store) implements QueueServer {
        static Ours start() throws IOException {
            MessageStore store = MemoryStore.open(new StoreLimits(2_000, 64L << 20));
            return new Ours(start(Catalog.named("beanstalk").orElseThrow(), store), store);
        }

        private static <Q, R> RunningServer start(ServiceType<Q, R> type, MessageStore store) throws IOException {
            return new SelectorEngine()
                    .start(ServerSpec.of(
                            Endpoint.parse("beanstalk+tcp://127.0.0.1:0"),
                            type.protocol().apply(Transport.TCP),
                            type.opening()
                                    .apply(ServiceSettings.of(Transport.TCP)
                                            .withMaxMessage(65_535)
                                            .withStore(store)),
                            type.serving().limits()));
        }

        @Override
        public Endpoint endpoint() {
            return server.endpoint();
        }

        @Override
        public void kill() {
            server.stop(java.time.Duration.ZERO);
        }

        @Override
        public void close() {
            server.close();
            store.close();
        }
    }

    record Original(Process process, Endpoint endpoint) implements QueueServer {
        private static final Path PROGRAM = Path.of("/usr/bin/beanstalkd");

        static Original start() throws IOException {
            assumeTrue(Files.isExecutable(PROGRAM), "there is no beanstalkd");
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Process process = new ProcessBuilder(PROGRAM.toString(), "-l", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .start();
            await().ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            return new Original(process, Endpoint.parse("beanstalk+tcp://127.0.0.1:" + port));
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
