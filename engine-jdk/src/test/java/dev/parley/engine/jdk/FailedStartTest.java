package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.ListenException;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C8 where the engine answers for it: why it cannot listen, where, and nothing left open. */
class FailedStartTest {
    private static final List<Transport> IN_NETWORKS = List.of(Transport.TCP, Transport.UDP);

    private static ServerSpec on(Transport transport, String host, int port) {
        return ServerSpec.of(
                new Endpoint("contract", transport, host, port),
                Protocol.of("contract", Framings.LEN8, Codecs.BYTES, Codecs.BYTES),
                peer -> (request, reply) -> reply.send(request),
                Limits.DEFAULT);
    }

    private static void fails(Engine engine, ServerSpec spec, ListenException.Reason reason, String named)
            throws IOException {
        // What the JDK opens once in a process, such as the polling of virtual threads, is not ours to close.
        engine.start(on(Transport.TCP, "127.0.0.1", 0)).close();
        engine.start(on(Transport.UDP, "127.0.0.1", 0)).close();
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-contract"))
                .count();
        long open = descriptors();
        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(ListenException.class)
                    .isThrownBy(() -> engine.start(spec))
                    .withMessageContaining(named)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        }
        assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(open);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("parley-contract"))
                        .count())
                .as("threads")
                .isLessThanOrEqualTo(threads);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reportsThatThePortIsInUse(Engine engine) throws Exception {
        for (Transport transport : IN_NETWORKS) {
            try (RunningServer first = engine.start(on(transport, "127.0.0.1", 0))) {
                int port = first.endpoint().port();
                fails(
                        engine,
                        on(transport, "127.0.0.1", port),
                        ListenException.Reason.PORT_IN_USE,
                        "127.0.0.1:" + port);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reportsThatTheAddressIsNotOfThisMachine(Engine engine) throws Exception {
        for (Transport transport : IN_NETWORKS) {
            // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
            fails(engine, on(transport, "192.0.2.1", 0), ListenException.Reason.NOT_OUR_ADDRESS, "192.0.2.1");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reportsThatThereIsNoSuchHost(Engine engine) throws Exception {
        for (Transport transport : IN_NETWORKS) {
            // RFC 2606 keeps .invalid free of hosts.
            fails(engine, on(transport, "no-host.invalid", 0), ListenException.Reason.UNKNOWN_HOST, "no-host.invalid");
        }
    }
}
