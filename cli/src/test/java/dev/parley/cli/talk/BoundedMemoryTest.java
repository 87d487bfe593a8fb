package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages without an end, and a heap of 32 MiB: an error in one line. */
@Tag("slow")
class BoundedMemoryTest {
    private static final Map<String, String> SMALL_HEAP = Map.of("JDK_JAVA_OPTIONS", "-Xmx32m");
    private static final int MIB = 1 << 20;

    @Test
    void anEndlessFileIsRefused() {
        try (ParleyProcess put = ParleyProcess.start(SMALL_HEAP, "put", "queue://127.0.0.1:1", "/dev/zero")) {
            assertThat(put.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(put.err()).contains("parley put: the file '/dev/zero' holds more than ");
        }
    }

    @Test
    void anEndlessLineIsRefused() throws IOException {
        try (ParleyProcess send = ParleyProcess.start(SMALL_HEAP, "send", "reverse://127.0.0.1:1")) {
            writeUntilRefused(send.program().in());

            assertThat(send.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(send.err()).contains("parley send: a line of standard input has more than ");
        }
    }

    private static void writeUntilRefused(OutputStream in) {
        byte[] piece = new byte[MIB];
        try {
            while (true) {
                in.write(piece);
            }
        } catch (IOException e) {
            assertThat(e).as("it has gone").hasMessageMatching("Broken pipe|Stream closed");
        }
    }

    @Test
    void anEndlessReplyIsPassedOnWithoutBeingKept() throws IOException {
        byte[] piece = new byte[MIB];
        try (ScriptedServer server = new ScriptedServer(client -> {
                    client.getInputStream().readNBytes(7);
                    for (int i = 0; i < 64; i++) {
                        client.getOutputStream().write(piece);
                    }
                });
                ParleyProcess get = ParleyProcess.start(SMALL_HEAP, "get", server.at("queue"))) {
            assertThat(get.program().exitCode()).as(get.err()).isZero();
            assertThat(get.program().out()).hasSize(64 * MIB);
        }
    }

    @Test
    void moreThanTheHeapHoldsIsSaidInOneLine() {
        try (ParleyProcess put =
                ParleyProcess.start(SMALL_HEAP, "put", "queue://127.0.0.1:1", "/dev/zero", "--max-message", "1GiB")) {
            assertThat(put.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(put.err()).contains("parley put: out of memory; PARLEY_JAVA_OPTS=-Xmx1g gives a larger heap\n");
        }
    }
}
