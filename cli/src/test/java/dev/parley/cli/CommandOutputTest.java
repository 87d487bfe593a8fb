package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data on standard output and nothing else there; files, pipes and standard input as a shell hands them in. */
@Tag("slow")
class CommandOutputTest {
    private static ParleyProcess parley;
    private static String reverse;
    private static String queue;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("reverse://:0", "queue://:0");
        reverse = parley.endpoints().get(0).toString();
        queue = parley.endpoints().get(1).toString();
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    @Test
    void sendPrintsRepliesOnStandardOutputAndNothingElse() {
        Transcript sent =
                Transcript.of("send", reverse, "Hello, world", "", "x").exits(ExitCode.OK);

        assertThat(sent.out()).isEqualTo("dlrow ,olleH\n\nx\n");
        assertThat(sent.err()).isEmpty();
    }

    @Test
    void sendTakesTheLinesOfStandardInputTheLastOneWithoutItsEndToo() {
        byte[] input = "one\n\ntwo\nthree".getBytes(StandardCharsets.UTF_8);

        assertThat(Transcript.withInput(input, "send", reverse)
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo("eno\n\nowt\neerht\n");
        assertThat(Transcript.withInput(new byte[0], "send", reverse)
                        .exits(ExitCode.OK)
                        .outBytes())
                .isEmpty();
    }

    @Test
    void sendAnswersEachLineBeforeTheNextIsTyped() throws IOException {
        try (ParleyProcess send = ParleyProcess.start("send", reverse)) {
            OutputStream typing = send.program().in();
            for (String line : new String[] {"first", "second"}) {
                typing.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                typing.flush();
                send.program().awaitText(new StringBuilder(line).reverse() + "\n");
            }
            typing.close();

            assertThat(send.program().exitCode()).isZero();
            assertThat(send.program().outText()).isEqualTo("tsrif\ndnoces\n");
        }
    }

    @Test
    void sendTrimsNotInsideACharacterAndReportsIt() {
        Transcript sent =
                Transcript.of("send", reverse, "a".repeat(252) + "\u20AC\u20AC").exits(ExitCode.FAILED);

        assertThat(sent.err()).isEqualTo("parley send: message of 258 bytes trimmed to 255\n");
        assertThat(sent.outBytes()).hasSize(256);
        Transcript shorter =
                Transcript.of("send", reverse, "a".repeat(253) + "\u20AC").exits(ExitCode.FAILED);
        assertThat(shorter.err()).isEqualTo("parley send: message of 256 bytes trimmed to 253\n");
        assertThat(shorter.out()).isEqualTo("a".repeat(253) + "\n");
        assertThat(Transcript.of("send", reverse, "a".repeat(255)).err()).isEmpty();
    }

    @Test
    void sendSendsAMessageThatBeginsWithAnAtSign() throws IOException {
        String file = "@" + Files.writeString(folder.resolve("words"), "one two\n");
        String reversed = new StringBuilder(file).reverse() + "\n";

        assertThat(Transcript.of("send", reverse, file).exits(ExitCode.OK).out())
                .isEqualTo(reversed);
        assertThat(Transcript.of("send", reverse, "--", file, "-x")
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo(reversed + "x-\n");
    }

    @Test
    void sendRefusesALineThatIsTooLongForMemory() {
        Transcript sent = Transcript.withInput(
                        "short\nfar too long\n".getBytes(StandardCharsets.UTF_8), "send", reverse, "--max-message", "8")
                .exits(ExitCode.FAILED);

        assertThat(sent.out()).isEqualTo("trohs\n");
        assertThat(sent.err())
                .isEqualTo("parley send: a line of standard input has more than 8 bytes; --max-message takes a longer"
                        + " message\n");
    }

    @Test
    void putRefusesWhatIsTooLongForMemory() throws IOException {
        String large = Files.write(folder.resolve("large"), new byte[9]).toString();

        assertThat(Transcript.of("put", queue, large, "--max-message", "8")
                        .exits(ExitCode.FAILED)
                        .err())
                .isEqualTo("parley put: the file '" + large + "' holds more than 8 bytes; --max-message takes a longer"
                        + " message\n");
        assertThat(Transcript.of("put", queue, "/dev/zero", "--max-message", "8")
                        .exits(ExitCode.FAILED)
                        .err())
                .startsWith("parley put: the file '/dev/zero' holds more than 8 bytes");
        assertThat(Transcript.withInput(new byte[9], "put", queue, "--max-message", "8")
                        .exits(ExitCode.FAILED)
                        .err())
                .startsWith("parley put: standard input holds more than 8 bytes");
        Transcript.of("get", queue).exits(ExitCode.FAILED);
    }

    @Test
    void putStoresTextsOfTheCommandLineAndLines() throws IOException {
        String lines =
                Files.writeString(folder.resolve("lines"), "two\n\nthree").toString();

        assertThat(Transcript.of("put", queue, "-m", "on\u20AC", "--newline")
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo("Sent: 6 bytes\n");
        assertThat(Transcript.of("put", queue, "--lines", lines)
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo("Sent: 3 bytes\nSent: 0 bytes\nSent: 5 bytes\n");
        Transcript.withInput("four\n".getBytes(StandardCharsets.UTF_8), "put", queue, "--lines")
                .exits(ExitCode.OK);

        assertThat(Transcript.of("get", queue, "--all").exits(ExitCode.OK).out())
                .isEqualTo("on\u20AC\ntwothreefour");
        assertThat(Transcript.of("put", queue, "--lines", lines, "--max-message", "4")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("a line of the file '" + lines + "' has more than 4 bytes");
        assertThat(Transcript.of("get", queue, "--all").exits(ExitCode.OK).out())
                .isEqualTo("two");
    }

    @Test
    void sendStopsWhenNobodyReadsItsReplies() {
        byte[] endless = "line\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayInputStream input = new ByteArrayInputStream(endless);

        Main.run(consoleWithClosedOutput(input, new ByteArrayOutputStream()), "send", reverse);

        assertThat(input.available()).isPositive();
    }

    @Test
    void getGivesTheMessageBackByteForByte() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Path file = Files.write(folder.resolve("all"), all);

        Transcript put = Transcript.of("put", queue, file.toString()).exits(ExitCode.OK);
        assertThat(put.out()).isEqualTo("Sent: 256 bytes\n");
        Transcript get = Transcript.of("get", queue).exits(ExitCode.OK);
        assertThat(get.outBytes()).isEqualTo(all);
        assertThat(get.err()).isEmpty();
    }

    @Test
    void getOfAnEmptyQueueFailsWithTheServersTextOnStandardError() {
        Transcript get = Transcript.of("get", queue).exits(ExitCode.FAILED);

        assertThat(get.err()).isEqualTo("Error - no messages in queue.\n");
        assertThat(get.outBytes()).isEmpty();
    }

    @Test
    void getIntoAClosedPipeReportsThatTheMessageIsLost() {
        Transcript.withInput("note".getBytes(StandardCharsets.UTF_8), "put", queue)
                .exits(ExitCode.OK);
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(consoleWithClosedOutput(new ByteArrayInputStream(new byte[0]), err), "get", queue);

        assertThat(code).isEqualTo(ExitCode.IO_ERROR);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("parley get: cannot write to standard output: Broken pipe; the message may be lost\n");
    }

    @Test
    void putStoresNothingWhenOneOfItsFilesIsMissing() throws IOException {
        String there = Files.writeString(folder.resolve("there"), "x").toString();
        String missing = folder.resolve("missing").toString();

        Transcript put = Transcript.of("put", queue, there, missing).exits(ExitCode.FAILED);

        assertThat(put.err()).isEqualTo("parley put: there is no file '" + missing + "'\n");
        Transcript.of("get", queue).exits(ExitCode.FAILED);
    }

    @Test
    void putReportsThatAFolderIsNotAFile() {
        assertThat(Transcript.of("put", queue, folder.toString())
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("'" + folder + "' cannot be read")
                .hasLineCount(1);
    }

    @Test
    void putReportsThatAFileCannotBeRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        boolean reads = Files.isReadable(secret);
        if (reads) {
            System.err.println("skipped: this user may read every file");
        }
        assumeTrue(!reads, "this user may read every file");

        assertThat(Transcript.of("put", queue, secret.toString())
                        .exits(ExitCode.FAILED)
                        .err())
                .isEqualTo("parley put: the file '" + secret + "' cannot be read: no permission\n");
    }

    @Test
    void putOfMoreThanADatagramHoldsReportsTheLimit() {
        assertThat(Transcript.withInput(new byte[65_508], "put", "queue+udp://:9")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("65508 bytes does not fit in a datagram, which holds 65507");
    }

    private static Console consoleWithClosedOutput(ByteArrayInputStream input, ByteArrayOutputStream err) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        return new Console(input, closed, err);
    }
}
