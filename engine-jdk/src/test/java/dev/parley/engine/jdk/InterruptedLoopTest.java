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
import org.junit.jupiter.api.Test;

/** An event loop whose thread stays interrupted would never wait again, and take a whole core. */
class InterruptedLoopTest {
    private static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("interrupting", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    private static void serve(byte[] request, Reply<byte[]> reply) {
        byte[] interrupted = {(byte) (Thread.currentThread().isInterrupted() ? 1 : 0)};
        Thread.currentThread().interrupt();
        reply.send(interrupted);
    }

    @Test
    void aServiceThatLeavesItsThreadInterruptedDoesNotKeepTheLoopAwake() throws Exception {
        Service<byte[], byte[]> service = InterruptedLoopTest::serve;
        ServerSpec spec = ServerSpec.of(
                Endpoint.parse("interrupting+tcp://127.0.0.1:0"), PROTOCOL, conversation -> service, Limits.DEFAULT);
        try (RunningServer server =
                        Engines.named("selector").orElseThrow().create(1).start(spec);
                Client<byte[], byte[]> client = Client.connect(server.endpoint(), PROTOCOL)) {
            assertThat(client.call(new byte[] {1})).containsExactly(0);
            assertThat(client.call(new byte[] {1})).containsExactly(0);
        }
    }
}
