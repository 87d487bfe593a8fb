package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ChaosProxy;
import dev.parley.testkit.ChaosScript;
import dev.parley.testkit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy where it belongs: between a Parley client and a Parley server. */
@Timeout(30)
class ChaosWithParleyTest {
    private static final Protocol<String, String> PROTOCOL =
            Protocol.of("shout", Framings.LEN8, Codecs.UTF_8, Codecs.UTF_8);

    private static void shout(String request, Reply<String> reply) {
        reply.send(request + "!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shout+tcp://127.0.0.1:0", "shout+udp://127.0.0.1:0", "shout+tcp://[::1]:0"})
    void standsBetweenClientAndServer(String endpoint) throws Exception {
        try (RunningServer server = new SelectorEngine()
                        .start(ServerSpec.of(Endpoint.parse(endpoint), PROTOCOL, ChaosWithParleyTest::shout));
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), ChaosScript.NONE);
                Client<String, String> client = Client.connect(proxy.endpoint(), PROTOCOL)) {
            assertThat(proxy.endpoint().port()).isNotEqualTo(server.endpoint().port());
            assertThat(proxy.endpoint().transport()).isEqualTo(server.endpoint().transport());
            assertThat(client.call("hello")).isEqualTo("hello!");
            assertThat(proxy.tally().requests().passed()).isPositive();
        }
    }

    @Test
    void makesAClientsTimeoutReal() throws Exception {
        ChaosScript script = ChaosScript.NONE.onReplies(
                new Fault.Stall(Fault.afterBytes("hello!".length() + 1), Duration.ofMinutes(1)));
        ClientOptions impatient = ClientOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(200));
        try (RunningServer server = new SelectorEngine()
                        .start(ServerSpec.of(
                                Endpoint.parse("shout://127.0.0.1:0"), PROTOCOL, ChaosWithParleyTest::shout));
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), script);
                Client<String, String> client = Client.connect(proxy.endpoint(), PROTOCOL, impatient)) {
            assertThat(client.call("hello")).isEqualTo("hello!");
            assertThatThrownBy(() -> client.call("again")).isInstanceOf(ReplyTimeoutException.class);
        }
    }
}
