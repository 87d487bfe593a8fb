package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.queue.Stores;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import dev.parley.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests that talk to the service {@code beanstalk} over real sockets; on a store in memory, unless a class has another one. */
abstract class BeanstalkConversations {
    private static final StoreLimits LIMITS = new StoreLimits(100_000, 64L << 20);

    private final MessageStore store = openStore();

    MessageStore openStore() {
        return MemoryStore.open(LIMITS);
    }

    /** A store that is empty in PostgreSQL; skips the test where that is not installed. */
    static MessageStore onPostgres() {
        return Stores.open(
                "postgresql:" + PostgresServer.shared().newDatabase(),
                LIMITS,
                Acknowledgement.MEMORY,
                StoreSettings.DEFAULT_PATIENCE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    <Q, R> RunningServer start(Engine engine, ServiceType<Q, R> type) throws IOException {
        return engine.start(ServerSpec.of(
                Endpoint.parse("beanstalk+tcp://127.0.0.1:0"),
                type.protocol().apply(Transport.TCP),
                type.opening()
                        .apply(ServiceSettings.of(Transport.TCP)
                                .withMaxMessage(
                                        type.serving().limits().session().maxMessageBytes())
                                .withStore(store)),
                type.serving().limits()));
    }

    RunningServer start(String engine) throws IOException {
        return start(
                Engines.named(engine).orElseThrow().create(),
                Catalog.named("beanstalk").orElseThrow());
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    static int port(RunningServer server) {
        return server.endpoint().port();
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    static void expect(Socket socket, String text) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(text.length());
        assertThat(new String(read, ISO_8859_1)).isEqualTo(text);
    }

    static void converse(Socket socket, List<String[]> steps) throws IOException {
        for (String[] step : steps) {
            send(socket, step[0]);
            byte[] read = socket.getInputStream().readNBytes(step[1].length());
            assertThat(new String(read, ISO_8859_1))
                    .as(step[0].substring(0, Math.min(40, step[0].length())))
                    .isEqualTo(step[1]);
        }
    }

    static String statsOfDefault(Socket socket) throws IOException {
        send(socket, "stats-tube default\r\n");
        String head = line(socket);
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(head.substring(3)));
        expect(socket, "\r\n");
        return new String(body, ISO_8859_1);
    }

    static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b != '\n';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
