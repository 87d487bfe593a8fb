package dev.parley.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Transport;
import dev.parley.services.ClientSide.Use;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service's type declares. */
class ServiceTypeTest {
    private static ServiceType<byte[], byte[]> named(String name) {
        return ServiceType.of(
                name,
                "sends back what it gets",
                7000,
                Protocol.of(name, Framings.LINE, Codecs.BYTES, Codecs.BYTES),
                (byte[] request, Reply<byte[]> reply) -> reply.send(request));
    }

    @Test
    void servesOnEventLoopsAndBothTransportsByDefault() {
        Serving serving = named("plain").serving();

        assertThat(serving.transports()).containsExactly(Transport.TCP, Transport.UDP);
        assertThat(serving.engine(Transport.TCP)).isEqualTo("selector");
        assertThat(serving.engine(Transport.UDP)).isEqualTo("selector");
        assertThat(serving.blocking()).isFalse();
    }

    @Test
    void servesWhatBlocksOnVirtualThreadsUnlessAnotherEngineIsNamed() {
        Serving blocking = named("slow").served(Serving::whichBlocks).serving();

        assertThat(blocking.blocking()).isTrue();
        assertThat(blocking.engine(Transport.TCP)).isEqualTo("virtual");
        assertThat(blocking.onEngine("threads").engine(Transport.UDP)).isEqualTo("threads");
        assertThat(blocking.onEngine("threads").blocking()).isTrue();
    }

    @Test
    void servesAQueueOnUdpInTheOrderOfArrival() {
        assertThat(Queue.TYPE.serving().engine(Transport.TCP)).isEqualTo("threads");
        assertThat(Queue.TYPE.serving().engine(Transport.UDP)).isEqualTo("sequential");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            reverse,  SEND PING LOAD
            queue,    STORE
            pong,     SEND PING LOAD
            timer,    SEND PING LOAD TIME
            encoder,  SEND PING LOAD STOP
            echo,     SEND PING LOAD
            sockperf, SEND PING LOAD""")
    void declaresWhatItIsUsedFor(String name, String uses) {
        ServiceType<?, ?> type = Catalog.named(name).orElseThrow();

        assertThat(Arrays.stream(Use.values()).filter(type::suits).map(Use::name))
                .containsExactly(uses.split(" "));
    }

    private static Stream<ServiceType<?, ?>> predictable() {
        return Catalog.all().stream()
                .filter(type -> type.client().expectedReply() != null)
                .filter(type -> type.client().sequenceField() == null);
    }

    @ParameterizedTest
    @MethodSource("predictable")
    void repliesAsItsTypeDeclares(ServiceType<byte[], byte[]> type) throws Exception {
        var expected = Objects.requireNonNull(type.client().expectedReply());
        for (String text : List.of("a", "Hello, world", "0123456789abcdef0123456789abcdef0")) {
            var pair = Talk.tcp(type).connect();

            pair.send(Talk.bytes(text));

            assertThat(Talk.texts(pair.takeReplies())).containsExactly(Talk.text(expected.apply(Talk.bytes(text))));
        }
    }

    @Test
    void declaresWhichMessagesStopItsServer() {
        assertThat(Stream.of("stop", "stop\n", "stop\r\n"))
                .allMatch(text -> Encoder.TYPE.client().isStop(text.getBytes(US_ASCII)));
        assertThat(Stream.of("", "stopp", "Stop", " stop"))
                .noneMatch(text -> Encoder.TYPE.client().isStop(text.getBytes(US_ASCII)));
        assertThat(Echo.TYPE.client().isStop("stop".getBytes(US_ASCII))).isFalse();
    }

    @Test
    void cannotBeUsedInAWayItDoesNotExplain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("plain").forClients(client -> client.usedTo(Use.SEND, Use.STOP)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("plain").forClients(client -> client.usedTo(Use.STORE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shout", "1st", "a+b", "a:b", "with space"})
    void hasANameThatAnEndpointCanHave(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> named(name)).withMessageContaining("'" + name + "'");
    }
}
