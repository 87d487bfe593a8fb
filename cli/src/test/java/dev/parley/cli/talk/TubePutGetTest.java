package dev.parley.cli.talk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.Main;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code put} and {@code get} with a work queue: Parley's, and where it is installed beanstalkd. */
@Tag("slow")
class TubePutGetTest {
    private static final AtomicInteger TUBES = new AtomicInteger();

    private static ParleyProcess parley;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("beanstalk://:0", "--max-message", "1000");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    /** One that is empty. */
    private static String tube() {
        return parley.endpoint() + "/tube-" + TUBES.incrementAndGet();
    }

    private interface Check {
        void on(String tube) throws Exception;
    }

    private static void withServer(String name, Check check) throws Exception {
        if (name.equals("parley")) {
            check.on(tube());
            return;
        }
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start()) {
            check.on(original.endpoint() + "/mail");
        }
    }

    private static Transcript ok(String... words) {
        return Transcript.of(words).exits(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatWasStoredComesBackByteForByte(String server) throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String file = Files.write(folder.resolve("all"), all).toString();
        withServer(server, tube -> {
            assertThat(ok("put", tube, file).out()).matches("Stored: 1 message, 256 bytes; last id [0-9]+\n");
            assertThat(ok("put", tube, "-m", "one", "-m", "two", "--newline").out())
                    .startsWith("Stored: 2 messages, 8 bytes; last id ");
            assertThat(Transcript.withInput("three\n\nfour".getBytes(UTF_8), "put", tube, "--lines")
                            .exits(ExitCode.OK)
                            .out())
                    .startsWith("Stored: 3 messages, 9 bytes; last id ");

            assertThat(ok("get", tube).outBytes()).isEqualTo(all);
            assertThat(ok("get", tube, "--count", "2").out()).isEqualTo("one\ntwo\n");
            Transcript rest = ok("get", tube, "--all", "--newline");
            assertThat(rest.out()).isEqualTo("three\n\nfour\n");
            assertThat(rest.err()).isEmpty();
            Transcript empty = Transcript.of("get", tube, "--all").exits(ExitCode.FAILED);
            assertThat(empty.err())
                    .isEqualTo("parley get: no message is ready in tube '" + tube.substring(tube.lastIndexOf('/') + 1)
                            + "'\n");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void thePriorityDecidesAndADelayedMessageIsNotReady(String server) throws Exception {
        withServer(server, tube -> {
            ok("put", tube, "-m", "default");
            ok("put", tube, "-m", "late", "--pri", "4294967295");
            ok("put", tube, "-m", "first", "--pri", "0");
            ok("put", tube, "-m", "delayed", "--delay", "1h");

            assertThat(ok("get", tube, "--all", "--newline").out()).isEqualTo("first\ndefault\nlate\n");
        });
    }

    @Test
    void whatIsPutAgainWithItsKeyIsStoredOnce() {
        String tube = tube();
        for (int i = 0; i < 2; i++) {
            ok("put", tube, "--once", "order-7", "-m", "a", "-m", "b");
        }
        ok("put", tube, "--once", "order-8", "-m", "c");

        assertThat(ok("get", tube, "--all").out()).isEqualTo("abc");
        assertThat(Transcript.of("put", tube, "--once", "no key", "-m", "a")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("'no key' is not a key: 1 to 200 of ");
    }

    @Test
    void withoutATubeItIsTheDefault() {
        ok("put", parley.endpoint().toString(), "-m", "x");

        assertThat(ok("get", parley.endpoint() + "/default").out()).isEqualTo("x");
    }

    @Test
    void jsonNamesTubeAndNumber() {
        String tube = tube();
        String stored = ok("put", tube, "-m", "x", "--json").out();
        String id = stored.replaceAll(".*\"id\":([0-9]+).*\n", "$1");

        assertThat(stored)
                .isEqualTo("{\"kind\":\"stored\",\"endpoint\":\"" + parley.endpoint()
                        + "\",\"source\":\"--message\",\"bytes\":1,\"tube\":\""
                        + tube.substring(tube.lastIndexOf('/') + 1)
                        + "\",\"id\":" + id + "}\n");
        assertThat(ok("get", tube, "--json").out())
                .startsWith("{\"kind\":\"message\",")
                .endsWith("\"id\":" + id + ",\"message\":{\"bytes\":1,\"text\":\"x\",\"base64\":null}}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aMessageThatIsTooBigIsAnErrorWhichSaysWhatWasStored(String server) throws Exception {
        String big = Files.write(folder.resolve("big"), new byte[70_000]).toString();
        String small = Files.write(folder.resolve("small"), new byte[7]).toString();
        withServer(server, tube -> {
            Transcript put = Transcript.of("put", tube, small, big).exits(ExitCode.FAILED);

            assertThat(put.out()).isEmpty();
            assertThat(put.err())
                    .contains("put: JOB_TOO_BIG (longer than this server takes; --max-message of 'parley serve")
                    .endsWith("; 1 message stored, 1 not (the first: '" + big + "', 70000 bytes)\n")
                    .hasLineCount(1);
            assertThat(ok("get", tube, "--all").outBytes()).hasSize(7);
        });
    }

    @Test
    void aFullServerIsAnErrorWithItsWayOut() {
        try (ParleyProcess small = ParleyProcess.serve("beanstalk://:0", "--queue-messages", "1")) {
            Transcript put = Transcript.of("put", small.endpoint().toString(), "-m", "a", "-m", "b")
                    .exits(ExitCode.FAILED);

            assertThat(put.err()).contains("OUT_OF_MEMORY (the server is full", "--queue-messages", "1 message stored");
        }
    }

    @Test
    void aServerThatDrainsIsAnErrorWithItsWayOut() throws Exception {
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start()) {
            original.program().signal("USR1");
            Transcript put =
                    Transcript.of("put", original.endpoint(), "-m", "a").exits(ExitCode.FAILED);

            assertThat(put.err()).contains("put: DRAINING (", "undrain", "; 0 messages stored, 1 not");
        }
    }

    /** Answers each line with the next of these replies, whatever it says; what follows a put's line is its body. */
    private static ScriptedServer answering(String... replies) throws IOException {
        return new ScriptedServer(client -> {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            for (String reply : replies) {
                String line = in.readLine();
                if (line != null && line.startsWith("put ")) {
                    in.readLine();
                }
                client.getOutputStream().write(reply.getBytes(US_ASCII));
            }
        });
    }

    @Test
    void aMessageThatWasBuriedInsteadIsAnError() throws IOException {
        try (ScriptedServer server = answering("BURIED 7\r\n")) {
            assertThat(Transcript.of("put", server.at("beanstalk"), "-m", "a")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("put: BURIED 7 (kept, but buried", "'parley queue kick'");
        }
    }

    @Test
    void aServerThatGoesLeavesUnknownWhatItDidNotAnswer() throws IOException {
        try (ScriptedServer server = answering("INSERTED 1\r\n", "INSERTED 2\r\n", "")) {
            assertThat(Transcript.of("put", server.at("beanstalk"), "-m", "a", "-m", "b", "-m", "c")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains(": server closed; 2 messages stored, 1 may have been stored");
        }
    }

    @Test
    void noServerIsUnavailable() {
        assertThat(Transcript.of("put", "beanstalk://127.0.0.1:1/mail", "-m", "a")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .contains("cannot connect to beanstalk+tcp://127.0.0.1:1");
        Transcript.of("get", "beanstalk://127.0.0.1:1/mail").exits(ExitCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aMessageThatCannotBePrintedStaysInTheQueue(String server) throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        withServer(server, tube -> {
            ok("put", tube, "-m", "precious");
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console console = new Console(new ByteArrayInputStream(new byte[0]), closed, err);

            assertThat(Main.run(console, "get", tube)).isEqualTo(ExitCode.IO_ERROR);
            assertThat(err.toString(UTF_8))
                    .isEqualTo("parley get: cannot write to standard output: Broken pipe; the message stays in the"
                            + " queue\n");
            assertThat(ok("get", tube, "--wait", "20s").out()).isEqualTo("precious");
        });
    }

    @Test
    void aMessageWhoseTimeWasOverBeforeItWasDeletedIsReported() throws IOException {
        try (ScriptedServer server = answering("RESERVED 9 1\r\nx\r\n", "NOT_FOUND\r\n")) {
            Transcript get = Transcript.of("get", server.at("beanstalk")).exits(ExitCode.FAILED);

            assertThat(get.out()).isEqualTo("x");
            assertThat(get.err()).startsWith("parley get: message 9 was printed, but not deleted");
        }
    }

    @Test
    void aMessageThatIsTooLongForMemoryStaysInTheQueue() {
        String tube = tube();
        ok("put", tube, "-m", "0123456789");

        assertThat(Transcript.of("get", tube, "--max-message", "9")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("the limit is 9 bytes; --max-message takes a longer message; the message stays in the queue");
        assertThat(ok("get", tube, "--wait", "20s").out()).isEqualTo("0123456789");
    }

    @Test
    void getWaitsForAMessageThatComesLater() {
        String tube = tube();
        try (ChildProgram get = ChildProgram.start(
                ParleyProcess.command("get", tube, "--wait", "30s", "--count", "2", "--newline", "--timeout", "1s"))) {
            ok("put", tube, "-m", "first");
            get.awaitText("first\n");
            ok("put", tube, "-m", "second");

            assertThat(get.exitCode()).as(get.errText()).isZero();
            assertThat(get.outText()).isEqualTo("first\nsecond\n");
        }
    }

    @Test
    void getWaitsNoLongerThanItsTime() {
        assertThat(Transcript.of("get", tube(), "--wait", "1s", "--timeout", "500ms")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("no message is ready");
    }

    @Test
    void manyMessagesAreStoredInTheirOrder() {
        String tube = tube();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        Transcript put = Transcript.withInput(lines.toString().getBytes(UTF_8), "put", tube, "--lines");
        assertThat(put.exits(ExitCode.OK).out()).startsWith("Stored: 3000 messages, ");

        assertThat(ok("get", tube, "--all", "--newline").out()).isEqualTo(lines.toString());
    }
}
