package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seed 004, both ways round. */
@Tag("slow")
class EncoderAndItsOriginalTest {
    @BeforeEach
    void python() {
        PythonProgram.required();
    }

    @Test
    void answersTheOriginalClientAndObeysItsStop() {
        try (ParleyProcess parley = ParleyProcess.serve("encoder://:0")) {
            String port = Integer.toString(parley.port());

            assertThat(PythonProgram.run("seed004_client", "http://127.0.0.1", port, "Hello CPHBusiness"))
                    .isEqualTo("ssenisuBHPC olleH\n");
            assertThat(PythonProgram.run("seed004_client", "http://127.0.0.1", port))
                    .isEqualTo("daolyap tluafed\n");
            assertThat(PythonProgram.run("seed004_client", "http://127.0.0.1", port, "stop"))
                    .isEqualTo("\n");

            assertThat(parley.program().exitCode()).isZero();
        }
    }

    @Test
    void sendSpeaksToTheOriginalServerAndStopsIt() {
        try (ChildProgram original = PythonProgram.start("seed004_server", "0")) {
            String endpoint = "encoder://http://127.0.0.1:" + PythonProgram.port(original);

            assertThat(Transcript.of("send", endpoint, "Hello", "world")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("olleH\ndlrow\n");
            assertThat(Transcript.of("send", endpoint).exits(ExitCode.OK).out()).isEqualTo("daolyap tluafed\n");
            Transcript stop = Transcript.of("send", endpoint, "stop").exits(ExitCode.OK);

            assertThat(stop.outBytes()).isEmpty();
            assertThat(original.exitCode()).isZero();
        }
    }

    @Test
    void stopCommandEndsTheOriginalServer() {
        try (ChildProgram original = PythonProgram.start("seed004_server", "0")) {
            String endpoint = "encoder://127.0.0.1:" + PythonProgram.port(original);

            Transcript.of("stop", endpoint).exits(ExitCode.OK);

            assertThat(original.exitCode()).isZero();
        }
    }

    @Test
    void stopLetsOthersFinishAndEndsWithZero() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("encoder://:0", "--engine", "virtual", "--think", "200ms");
                RawClient other = RawClient.connect(parley.address())) {
            other.send("answer me");
            Transcript stop = Transcript.of("send", parley.endpoint().toString(), "stop");

            assertThat(stop.exits(ExitCode.OK).err()).isEqualTo("parley send: " + parley.endpoint() + " stopped\n");
            assertThat(new String(other.receiveToEnd(), StandardCharsets.UTF_8)).isEqualTo("em rewsna");
            assertThat(parley.program().exitCode()).isZero();
        }
    }

    @Test
    void stopIsTextWhereItIsNotAllowed() {
        try (ParleyProcess parley = ParleyProcess.serve("encoder://0.0.0.0:0")) {
            String endpoint = "encoder://127.0.0.1:" + parley.port();

            assertThat(Transcript.of("send", endpoint, "stop")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("pots\n");
            assertThat(Transcript.of("stop", endpoint).exits(ExitCode.FAILED).err())
                    .contains("--allow-stop");
            parley.program().awaitText(" audit action=stop by=127\\.0\\.0\\.1:\\d+ result=refused text=");
            assertThat(parley.program().alive()).isTrue();
        }
    }

    @Test
    void reversesWhatReadersSeeAsCharacters() {
        try (ParleyProcess parley = ParleyProcess.serve("encoder://:0")) {
            String text = "noe\u0308l \uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDDE9\uD83C\uDDEA";
            String reversed = "\uD83C\uDDE9\uD83C\uDDEA \uD83D\uDC69\u200D\uD83D\uDE80 le\u0308on";

            assertThat(Transcript.of("send", parley.endpoint().toString(), text)
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo(reversed + "\n");
        }
    }

    @Test
    void reversesInvalidUtf8ByteByByte() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("encoder://:0");
                RawClient raw = RawClient.connect(parley.address())) {
            raw.send(new byte[] {'a', (byte) 0xFF, (byte) 0xC3});

            assertThat(raw.receive(3)).isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xFF, 'a'});
        }
    }
}
