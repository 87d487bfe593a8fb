package dev.parley.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.testkit.SessionPair;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderTest {
    private final AtomicInteger stops = new AtomicInteger();

    @Test
    void reversesByCharactersAsAReaderCountsThem() {
        assertThat(replyTo("default payload")).isEqualTo("daolyap tluafed");
        assertThat(replyTo("noël 👩‍🚀")).isEqualTo("👩‍🚀 lëon");
        assertThat(replyTo("e\u0308a"))
                .as("a combining mark stays on its letter")
                .isEqualTo("ae\u0308");
        assertThat(replyTo("🇩🇪🇫🇷")).as("flags stay flags").isEqualTo("🇫🇷🇩🇪");
        assertThat(replyTo("a\r\nb")).as("CR LF is one").isEqualTo("b\r\na");
    }

    @Test
    void reversesBytesThatAreNotUtf8OneByOne() {
        var pair = server(true);

        pair.receive((byte) 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF);

        assertThat(pair.takeBytes()).containsExactly(0xFF, 0xA9, 0xC3, 'a');
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "stop\n", "stop\r\n"})
    void stopsTheServerWithoutAnAnswer(String text) {
        var pair = server(true);

        pair.receive(text.getBytes(UTF_8));

        assertThat(stops).hasValue(1);
        assertThat(pair.takeBytes()).isEmpty();
    }

    @Test
    void takesAStopForTextWhenItIsNotTheFirstMessage() {
        var pair = server(true);
        pair.receive("POST / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        pair.takeBytes();

        pair.receive("stop".getBytes(UTF_8));

        assertThat(stops).hasValue(0);
        assertThat(new String(pair.takeBytes(), UTF_8)).isEqualTo("pots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop ", " stop", "Stop", "stop\n\n", "stop\r", "stopp", "sto", "\nstop", "stop\0"})
    void takesAnythingElseForText(String text) {
        var pair = server(true);

        pair.receive(text.getBytes(UTF_8));

        assertThat(stops).hasValue(0);
        assertThat(new String(pair.takeBytes(), UTF_8)).isEqualTo(Encoder.reversed(text));
    }

    @ParameterizedTest
    @CsvSource({"stop, pots", "'stop\n', '\npots'"})
    void answersARefusedStopAsText(String text, String reply) {
        var pair = server(false);

        pair.receive(text.getBytes(UTF_8));

        assertThat(stops).hasValue(0);
        assertThat(new String(pair.takeBytes(), UTF_8)).isEqualTo(reply);
    }

    @Test
    void isServedOnTcpAlone() {
        assertThat(Encoder.TYPE.serving().transports()).containsExactly(Transport.TCP);
    }

    private String replyTo(String text) {
        var pair = server(true);
        pair.receive(text.getBytes(UTF_8));
        return new String(pair.takeBytes(), UTF_8);
    }

    private SessionPair<byte[], byte[]> server(boolean stopAllowed) {
        return new Talk<>(Encoder.TYPE, ServiceSettings.of(Transport.TCP).withStop(stopAllowed, stops::incrementAndGet))
                .connect();
    }
}
