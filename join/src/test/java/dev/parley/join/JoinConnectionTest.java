package dev.parley.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over a real connection, whole and in pieces, and what is none. */
@Timeout(30)
class JoinConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Socket other;
    private JoinConnection connection;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            other = new Socket();
            other.connect(server.getLocalSocketAddress());
            other.setTcpNoDelay(true);
            connection = new JoinConnection(server.accept());
        }
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        other.close();
    }

    private static byte[] frame(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static String head(String kind, String attachments) {
        return "{\"kind\":\"" + kind + "\",\"text\":\"why\",\"number\":7,\"attachments\":" + attachments + "}";
    }

    private void write(String... frames) throws IOException {
        for (String frame : frames) {
            other.getOutputStream().write(frame(frame));
        }
    }

    @Test
    void aMessageComesWithItsAttachmentsHoweverItIsCut() throws IOException {
        connection.trust();
        for (String frame : List.of(head("result", "2"), "{one}", "", head("ping", "0"))) {
            for (byte b : frame(frame)) {
                other.getOutputStream().write(b);
            }
        }
        JoinMessage result = connection.receive(LONG);
        assertThat(result.kind()).isEqualTo(JoinMessage.Kind.RESULT);
        assertThat(result.text()).isEqualTo("why");
        assertThat(result.number()).isEqualTo(7);
        assertThat(result.attachments()).hasSize(2);
        assertThat(result.attachments().getFirst())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{one}");
        assertThat(connection.receive(LONG).kind()).isEqualTo(JoinMessage.Kind.PING);
    }

    @Test
    void whatHasComeOfAMessageIsKeptWhenTheTimeIsOver() throws IOException {
        connection.trust();
        write(head("result", "1"));
        assertThatThrownBy(() -> connection.receive(Duration.ofMillis(50))).isInstanceOf(SocketTimeoutException.class);
        write("late");
        assertThat(connection.receive(LONG).attachments()).hasSize(1);
    }

    @Test
    void whatIsSentIsReceived() throws IOException {
        JoinConnection back = new JoinConnection(other);
        back.trust();
        byte[] large = new byte[3_000_000];
        JoinMessage sent = new JoinMessage(JoinMessage.Kind.SETTINGS, "a\u202eb", 3, List.of(large));
        Thread sender = Thread.ofVirtual().start(() -> connection.trySend(sent));
        JoinMessage received = back.receive(LONG);
        assertThat(received.text()).as("fit for a line").doesNotContain("\u202e");
        assertThat(received.attachments().getFirst()).isEqualTo(large);
        assertThat(sender).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "{}",
                "[]",
                "{\"kind\":\"nonsense\",\"text\":\"\",\"number\":0,\"attachments\":0}",
                "{\"kind\":\"hello\",\"text\":\"\",\"number\":0,\"attachments\":-1}",
                "{\"kind\":\"hello\",\"text\":null,\"number\":0,\"attachments\":0}",
                "{\"kind\":\"hello\",\"text\":\"\",\"number\":0,\"attachments\":999999}"
            })
    void whatIsNoMessageIsRefused(String frame) throws IOException {
        connection.trust();
        write(frame);
        assertThatThrownBy(() -> connection.receive(LONG))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sent what is no message");
    }

    @Test
    void aStrangerMaySendOneSmallMessageWithoutAttachments() throws IOException {
        write(head("hello", "1"));
        assertThatThrownBy(() -> connection.receive(LONG)).hasMessageContaining("1 attachments");
    }

    @Test
    void aStrangersLargeMessageIsRefusedAtItsLength() throws IOException {
        other.getOutputStream().write(new byte[] {0, 0, 0x10, 1});
        assertThatThrownBy(() -> connection.receive(LONG)).hasMessageStartingWith("sent what is no message");
    }

    @Test
    void theEndIsNoMessage() throws IOException {
        other.close();
        assertThatThrownBy(() -> connection.receive(LONG)).isInstanceOf(EOFException.class);
    }
}
