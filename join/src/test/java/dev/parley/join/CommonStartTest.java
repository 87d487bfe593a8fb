package dev.parley.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Endpoint;
import dev.parley.load.LoadSpec;
import dev.parley.load.Share;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides of a common start, each against the test, which speaks for the other. */
@Timeout(60)
class CommonStartTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Executor THREAD = task -> Thread.ofVirtual().start(task);
    private static final JoinDeadlines PATIENT = new JoinDeadlines(LONG, Duration.ofMillis(100), LONG, LONG);
    private static final JoinDeadlines SHORT =
            new JoinDeadlines(LONG, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** The next of that kind; pings are answered. */
    private static JoinMessage next(JoinConnection connection, JoinMessage.Kind kind) throws IOException {
        while (true) {
            JoinMessage message = connection.receive(LONG);
            if (message.kind() == kind) {
                return message;
            }
            if (message.kind() == JoinMessage.Kind.PING) {
                connection.send(JoinMessage.of(JoinMessage.Kind.PONG, message.number()));
            }
        }
    }

    private static JoinMessage arrived(JoinPoint point) {
        return JoinMessage.of(JoinMessage.Kind.ARRIVED, point.name());
    }

    @Test
    void theCoordinatorPassesEachPointWhenAllAreThereAndBeginsAfterItHasSaidSo() throws Exception {
        LoadSpec load = LoadSpec.of(Endpoint.parse("echo+tcp://127.0.0.1:9"), GeneratorThread.LEN8)
                .withClients(2, 1, 1);
        try (Coordinator coordinator =
                        Coordinator.listen(GeneratorThread.loopback(0), Share.whole(load, 2), 2, "0.1.0", PATIENT);
                Socket socket = new Socket()) {
            socket.connect(GeneratorThread.loopback(coordinator.port()));
            JoinConnection generator = new JoinConnection(socket);
            generator.trust();
            generator.send(new JoinMessage(JoinMessage.Kind.HELLO, Admission.hello("0.1.0"), 7, List.of()));
            coordinator.awaitOthers(LONG, TrustSettings.USUAL);
            assertThat(next(generator, JoinMessage.Kind.SETTINGS).number()).isEqualTo(1);

            CompletableFuture<Long> begun = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            coordinator.connected();
                            coordinator.warm();
                            coordinator.begin();
                            return System.nanoTime();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    THREAD);
            for (JoinPoint point : List.of(JoinPoint.CONNECTED, JoinPoint.WARM)) {
                generator.send(arrived(point));
                assertThat(next(generator, JoinMessage.Kind.PASS).text()).isEqualTo(point.name());
            }
            assertThat(begun).isNotDone();
            long beforeNanos = System.nanoTime();
            generator.send(arrived(JoinPoint.BEGIN));
            JoinMessage begin = next(generator, JoinMessage.Kind.PASS);

            assertThat(begin.text()).isEqualTo("BEGIN");
            assertThat(begin.number())
                    .as("less than all of the lead: some of it is on the way")
                    .isBetween(1L, 50_000_000L);
            assertThat(begun.get() - beforeNanos).isGreaterThanOrEqualTo(begin.number());
        }
    }

    @Test
    void aGeneratorBeginsSoLongAfterItIsTold() throws Exception {
        long afterNanos = 200_000_000L;
        try (ServerSocket server = new ServerSocket()) {
            server.bind(GeneratorThread.loopback(0));
            try (JoinedGenerator generator = JoinedGenerator.join(
                            GeneratorThread.loopback(server.getLocalPort()), LONG, "0.1.0", PATIENT);
                    JoinConnection coordinator = new JoinConnection(server.accept())) {
                CompletableFuture<Long> begun = CompletableFuture.supplyAsync(
                        () -> {
                            generator.begin();
                            return System.nanoTime();
                        },
                        THREAD);
                assertThat(next(coordinator, JoinMessage.Kind.HELLO).text()).isEqualTo(Admission.hello("0.1.0"));
                assertThat(next(coordinator, JoinMessage.Kind.ARRIVED).text()).isEqualTo("BEGIN");
                long beforeNanos = System.nanoTime();
                coordinator.send(new JoinMessage(JoinMessage.Kind.PASS, "BEGIN", afterNanos, List.of()));

                next(coordinator, JoinMessage.Kind.PASSED);
                assertThat(begun.get() - beforeNanos).isGreaterThanOrEqualTo(afterNanos);
            }
        }
    }

    @Test
    void aCoordinatorThatFallsSilentHasGone() throws Exception {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(GeneratorThread.loopback(0));
            CompletableFuture<String> stopped = new CompletableFuture<>();
            try (JoinedGenerator generator = JoinedGenerator.join(
                            GeneratorThread.loopback(server.getLocalPort()), LONG, "0.1.0", SHORT);
                    Socket _ = server.accept()) {
                generator.whenStopped(stopped::complete);

                assertThat(stopped.get()).endsWith(" has gone: nothing was heard of it");
                assertThatThrownBy(generator::part)
                        .isInstanceOf(JoinException.class)
                        .hasMessage(stopped.get());
            }
        }
    }
}
