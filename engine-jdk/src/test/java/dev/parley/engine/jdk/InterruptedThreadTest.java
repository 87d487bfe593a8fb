package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Client;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.RawPeer;
import org.junit.jupiter.api.Test;

/**
 * A service that leaves its thread interrupted. An event loop would never wait again, and take a whole core; a thread that also accepts
 * would close its listener.
 */
class InterruptedThreadTest {
    private static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("interrupting", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    private static void serve(byte[] request, Reply<byte[]> reply) {
        byte[] interrupted = {(byte) (Thread.currentThread().isInterrupted() ? 1 : 0)};
        Thread.currentThread().interrupt();
        reply.send(interrupted);
    }

    @Test
    void aServiceThatLeavesItsThreadInterruptedDoesNotKeepTheLoopAwake() throws Exception {
        Service<byte[], byte[]> service = InterruptedThreadTest::serve;
        ServerSpec spec = ServerSpec.of(
                Endpoint.parse("interrupting+tcp://127.0.0.1:0"), PROTOCOL, conversation -> service, Limits.DEFAULT);
        try (RunningServer server =
                        Engines.named("selector").orElseThrow().create(1).start(spec);
                Client<byte[], byte[]> client = Client.connect(server.endpoint(), PROTOCOL)) {
            assertThat(client.call(new byte[] {1})).containsExactly(0);
            assertThat(client.call(new byte[] {1})).containsExactly(0);
        }
    }

    @Test
    void aServiceThatLeavesItsThreadInterruptedDoesNotEndASequentialServer() throws Exception {
        ServerSpec spec = ServerSpec.of(
                Endpoint.parse("interrupting+tcp://127.0.0.1:0"),
                PROTOCOL,
                conversation -> (request, reply) -> {
                    if (request[0] == 1) {
                        Thread.currentThread().interrupt(); // the JDK closes a socket that such a thread writes to
                        reply.none();
                    } else {
                        reply.send(request);
                    }
                },
                Limits.DEFAULT);
        try (RunningServer server =
                Engines.named("sequential").orElseThrow().create(1).start(spec)) {
            try (RawPeer first = RawPeer.connect(ContractCase.addressOf(server))) {
                first.send(new byte[] {1, 1});
                first.untilEnd();
            }
            try (Client<byte[], byte[]> second = Client.connect(server.endpoint(), PROTOCOL)) {
                assertThat(second.call(new byte[] {2})).containsExactly(2);
            }
        }
    }
}
