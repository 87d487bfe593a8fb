package dev.parley.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code put}, {@code get} and {@code queue} with a list of servers. Those of these tests keep their messages in memory, each its own,
 * which shows who was used.
 */
@Tag("slow")
class SeveralServersTest {
    private static final AtomicInteger TUBES = new AtomicInteger();
    private static final String NOBODY = "127.0.0.1:1";

    private static ParleyProcess a;
    private static ParleyProcess b;

    @BeforeAll
    static void start() {
        a = ParleyProcess.serve("beanstalk://:0");
        b = ParleyProcess.serve("beanstalk://:0");
    }

    @AfterAll
    static void stop() {
        a.close();
        b.close();
    }

    private static String host(ParleyProcess server) {
        return "127.0.0.1:" + server.port();
    }

    private static String list(String tube, String... hosts) {
        return "beanstalk://" + String.join(",", hosts) + "/" + tube;
    }

    private static String tube() {
        return "several-" + TUBES.incrementAndGet();
    }

    private static Transcript ok(String... words) {
        return Transcript.of(words).exits(ExitCode.OK);
    }

    @Test
    void theFirstServerThatConnectsIsUsedInTheGivenOrder() {
        String tube = tube();
        ok("put", list(tube, NOBODY, host(b), host(a)), "-m", "to b");
        ok("put", list(tube, host(a), host(b)), "-m", "to a");

        assertThat(ok("get", list(tube, NOBODY, host(a), host(b))).out()).isEqualTo("to a");
        assertThat(ok("get", list(tube, host(b))).out()).isEqualTo("to b");
    }

    @Test
    void itIsSaidWhichServerWasUsed() {
        String tube = tube();
        assertThat(ok("put", list(tube, NOBODY, host(b)), "-m", "x", "--json").out())
                .contains("\"endpoint\":\"" + b.endpoint() + "\"");
        assertThat(ok("queue", "stats", list(tube, NOBODY, host(b))).out()).startsWith(b.endpoint() + ": ");
        assertThat(ok("queue", "list", list(tube, NOBODY, host(b)), "--json").out())
                .contains("\"endpoint\":\"" + b.endpoint() + "\"", "\"tube\":\"" + tube + "\"");
        assertThat(ok("get", list(tube, NOBODY, host(b)), "--json").out())
                .contains("\"endpoint\":\"" + b.endpoint() + "\"");
    }

    @ParameterizedTest
    @CsvSource({"put", "get", "work", "queue stats"})
    void whereNoneConnectsTheReasonsAreOneLine(String command) {
        String words = command + " " + list("mail", NOBODY, "127.0.0.1:2", "no.such.host.invalid");
        Transcript failed = Transcript.of(
                        (words + (command.equals("work") ? " -- cat" : command.equals("put") ? " -m x" : ""))
                                .split(" "))
                .exits(ExitCode.UNAVAILABLE);
        assertThat(failed.err().lines().filter(line -> line.contains("cannot connect")))
                .singleElement()
                .asString()
                .endsWith(
                        ": cannot connect to beanstalk+tcp://127.0.0.1:1 or beanstalk+tcp://127.0.0.1:2: connection refused;"
                                + " is a server listening there? cannot connect to beanstalk+tcp://no.such.host.invalid:11300:"
                                + " there is no host 'no.such.host.invalid'");
    }

    /** As one whose machine hangs, or that is on its way down. */
    @ParameterizedTest
    @CsvSource({"put", "get", "queue list"})
    void aServerThatTakesConnectionsAndClosesThemIsPassedOver(String command) throws IOException {
        String tube = tube();
        ok("put", list(tube, host(b)), "-m", "x");
        try (ScriptedServer closing =
                new ScriptedServer(client -> client.getInputStream().read(new byte[10]))) {
            String place = closing.at("beanstalk").substring("beanstalk://".length());
            String words = command + " " + list(tube, place, host(b)) + (command.equals("put") ? " -m y" : "");
            ok(words.split(" "));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            put beanstalk://a,,b/mail -m x           | 'beanstalk://a,,b/mail' has an empty host in its list
            get beanstalk://a,                       | 'beanstalk://a,' has an empty host in its list
            get beanstalk://,a/mail                  | 'beanstalk://,a/mail' has an empty host in its list
            work beanstalk://a,b,a:11300/mail -- cat | 'beanstalk://a,b,a:11300/mail' names beanstalk+tcp://a:11300 twice
            queue stats beanstalk://a,A              | 'beanstalk://a,A' names beanstalk+tcp://A:11300 twice
            get beanstalk://a,b:x/mail               | 'beanstalk://b:x' is not an endpoint: the port is a number
            get beanstalk+udp://a,b/mail             | does not support UDP
            queue drain beanstalk://a,b              | 'beanstalk://a,b' names several servers; one is needed here
            load beanstalk://a,,b/mail               | 'beanstalk://a,,b/mail' has an empty host in its list
            load beanstalk://a,a/mail                | 'beanstalk://a,a/mail' names beanstalk+tcp://a:11300 twice
            load reverse://a,b                       | 'reverse://a,b' names several servers; one is needed here
            serve beanstalk://a,b                    | 'beanstalk://a,b' names several servers; one is needed here
            put queue://a,b                          | 'queue://a,b' names several servers; one is needed here
            get queue://a:1,b:2                      | 'queue://a:1,b:2' names several servers; one is needed here
            put reverse://a,b                        | 'reverse://a,b' names several servers; one is needed here
            send reverse://a:1,b:2 x                 | 'reverse://a:1,b:2' names several servers; one is needed here
            work reverse://a,b -- cat                | 'parley work' requires a beanstalk, not reverse""")
    void whatCannotBeAListIsRefused(String words, String line) {
        Transcript refused = Transcript.of(words.split(" +")).exits(ExitCode.USAGE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().findFirst().orElseThrow()).contains(line);
    }

    /** A repeat at the other one would store it once more. */
    @Test
    void aKeyRequiresServersThatShareAStore() {
        assertThat(Transcript.of("put", list(tube(), host(a), host(b)), "--once", "k", "-m", "x")
                        .exits(ExitCode.USAGE)
                        .err())
                .startsWith("parley put: --once requires servers that share one store: " + a.endpoint() + " and "
                        + b.endpoint() + " do not");
        String tube = tube();
        ok("put", list(tube, host(a), NOBODY), "--once", "k", "-m", "x");
        ok("put", list(tube, NOBODY, host(a)), "--once", "k", "-m", "x");
        assertThat(ok("get", list(tube, host(a)), "--all").out()).isEqualTo("x");
    }

    @Test
    void aKeyRequiresServersThatSayWhichStoreTheyHave() throws IOException {
        try (ScriptedServer other = new ScriptedServer(client -> {
            for (String reply : new String[] {"USING default\r\n", "OK 4\r\n---\n\r\n"}) {
                client.getInputStream().read(new byte[100]);
                client.getOutputStream().write(reply.getBytes(UTF_8));
            }
            client.getInputStream().read(new byte[100]);
        })) {
            assertThat(Transcript.of("put", other.at("beanstalk") + "," + NOBODY + "/mail", "--once", "k", "-m", "x")
                            .exits(ExitCode.USAGE)
                            .err())
                    .contains("--once requires a single server, or Parley servers that share one store: ")
                    .contains(" is not one of Parley's");
        }
    }

    @Test
    void getGoesOnAtTheNextServerWhileItWaits() {
        String tube = tube();
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess get =
                        ParleyProcess.start("get", list(tube, host(first), host(b)), "--wait", "60s", "--count", "2")) {
            awaitWaiting(list(tube, host(first)));
            ok("put", list(tube, host(first)), "-m", "one;");
            get.program().awaitText("one;");
            awaitWaiting(list(tube, host(first)));
            first.stop("KILL");

            awaitWaiting(list(tube, host(b)));
            ok("put", list(tube, host(b)), "-m", "two");
            assertThat(get.program().exitCode()).as(get.err()).isZero();
            assertThat(get.program().outText()).isEqualTo("one;two");
            assertThat(get.err())
                    .startsWith("parley get: " + first.endpoint())
                    .endsWith("; connected to " + b.endpoint() + "\n");
        }
    }

    private static void awaitWaiting(String tube) {
        await().atMost(ChildProgram.PATIENCE)
                .until(() ->
                        Transcript.of("queue", "stats", tube, "--json").out().contains("\"waiting\":1,\"pause"));
    }

    @Test
    void getEndsWhenEveryServerIsLostInTurn() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        ScriptedServer.Script watchesAndLeaves = client -> {
            connections.incrementAndGet();
            for (String reply : new String[] {"WATCHING 2\r\n", "WATCHING 1\r\n"}) {
                client.getInputStream().read(new byte[100]);
                client.getOutputStream().write(reply.getBytes(UTF_8));
            }
            client.getInputStream().read(new byte[100]);
        };
        try (ScriptedServer one = new ScriptedServer(watchesAndLeaves);
                ScriptedServer two = new ScriptedServer(watchesAndLeaves)) {
            String list = one.at("beanstalk") + two.at("").replace("://", ",") + "/mail";
            assertThat(Transcript.of("get", list, "--wait", "60s")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains(": server closed");
            assertThat(connections).hasValue(2);
        }
    }

    /** It may be handed out again by any of them, and must not seem to be done. */
    @Test
    void aMessageThatWasPrintedAndMayNotBeDeletedIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            for (String reply : new String[] {"WATCHING 2\r\n", "WATCHING 1\r\n", "RESERVED 7 1\r\nx\r\n"}) {
                client.getInputStream().read(new byte[100]);
                client.getOutputStream().write(reply.getBytes(UTF_8));
            }
            client.getInputStream().read(new byte[100]);
        })) {
            Transcript get = Transcript.of("get", server.at("beanstalk") + "," + host(b) + "/" + tube())
                    .exits(ExitCode.FAILED);
            assertThat(get.out()).isEqualTo("x");
            assertThat(get.err()).contains(": server closed").doesNotContain("connected to");
        }
    }

    @Test
    void aMessageWhoseReplyIsLostIsNotPutAtTheNextServer() throws IOException {
        String tube = tube();
        try (ScriptedServer server = new ScriptedServer(client -> {
            for (String reply : new String[] {"USING default\r\n", "USING " + tube + "\r\n"}) {
                client.getInputStream().read(new byte[100]);
                client.getOutputStream().write(reply.getBytes(UTF_8));
            }
            client.getInputStream().read(new byte[100]);
        })) {
            assertThat(Transcript.of("put", server.at("beanstalk") + "," + host(b) + "/" + tube, "-m", "x")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains(": server closed; 0 messages stored, 1 may have been stored");
            Transcript.of("get", list(tube, host(b))).exits(ExitCode.FAILED);
        }
    }

    private static void draining(ParleyProcess server, boolean draining) {
        ok("queue", draining ? "drain" : "undrain", server.endpoint().toString());
    }

    @Test
    void aServerThatDrainsIsPassedOverByPut() {
        String tube = tube();
        try (ParleyProcess drains = ParleyProcess.serve("beanstalk://:0")) {
            draining(drains, true);
            Transcript put = ok("put", list(tube, host(drains), host(b)), "-m", "one", "-m", "two", "--json");

            assertThat(put.out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"endpoint\":\"" + b.endpoint() + "\""));
            assertThat(put.err())
                    .startsWith("parley put: " + drains.endpoint() + ": put: DRAINING (")
                    .endsWith("; connected to " + b.endpoint() + "\n")
                    .hasLineCount(1);
            assertThat(ok("get", list(tube, host(b)), "--all", "--newline").out())
                    .isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void whereAllDrainNothingIsPutAndOneLineSaysWhy() {
        try (ParleyProcess one = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess two = ParleyProcess.serve("beanstalk://:0")) {
            draining(one, true);
            draining(two, true);
            String list = list("mail", host(one), host(two));
            Transcript put = Transcript.of("put", list, "-m", "x").exits(ExitCode.FAILED);
            assertThat(put.err().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).endsWith("; connected to " + two.endpoint()),
                            line -> assertThat(line)
                                    .startsWith("parley put: " + two.endpoint() + ": put: DRAINING (")
                                    .endsWith("; 0 messages stored, 1 not (the first: '--message', 1 byte)"));

            Transcript away = Transcript.of("put", list("mail", host(one), NOBODY), "-m", "x")
                    .exits(ExitCode.FAILED);
            assertThat(away.err())
                    .contains(one.endpoint() + ": put: DRAINING (", "; cannot connect to beanstalk+tcp://" + NOBODY)
                    .hasLineCount(1);

            draining(one, false);
            ok("put", list, "-m", "x");
        }
    }

    /** Replies to so many messages when all of them are there. */
    private static ScriptedServer answering(String tube, int messages, String replies) throws IOException {
        return new ScriptedServer(client -> {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            OutputStream out = client.getOutputStream();
            for (String reply : new String[] {"USING default\r\n", "USING " + tube + "\r\n"}) {
                in.readLine();
                out.write(reply.getBytes(UTF_8));
            }
            for (int line = 0; line < 2 * messages; line++) {
                in.readLine();
            }
            out.write(replies.getBytes(UTF_8));
        });
    }

    @Test
    void onlyWhatADrainingServerDidNotTakeIsPutAtTheNext() throws IOException {
        String tube = tube();
        try (ScriptedServer server = answering(tube, 4, "INSERTED 7\r\nDRAINING\r\nINSERTED 8\r\nDRAINING\r\n")) {
            String list = server.at("beanstalk") + "," + host(b) + "/" + tube;
            Transcript put = ok("put", list, "-m", "one", "-m", "two", "-m", "three", "-m", "four");
            assertThat(put.out()).startsWith("Stored: 4 messages, 15 bytes; last id ");
        }
        assertThat(ok("get", list(tube, host(b)), "--all", "--newline").out()).isEqualTo("two\nfour\n");
    }

    /** It may be stored: without a key nobody knows. */
    @Test
    void aMessageWithoutAReplyIsNotPutAtTheNextServerEitherWhenThisOneDrains() throws IOException {
        String tube = tube();
        try (ScriptedServer server = answering(tube, 2, "DRAINING\r\n")) {
            String list = server.at("beanstalk") + "," + host(b) + "/" + tube;
            assertThat(Transcript.of("put", list, "-m", "one", "-m", "two")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("; 0 messages stored, 1 not (the first: '--message', 3 bytes), 1 may have been stored");
        }
        Transcript.of("get", list(tube, host(b))).exits(ExitCode.FAILED);
    }

    @Test
    void aServerThatIsLostBetweenTwoMessagesIsReplacedBeforeTheNextIsSent() throws IOException {
        String tube = tube();
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess put = ParleyProcess.start("put", list(tube, host(first), host(b)), "--lines", "--json")) {
            OutputStream lines = put.program().in();
            lines.write("one\n".getBytes(UTF_8));
            lines.flush();
            // In whole seconds: it was sent more than one second ago.
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> Transcript.of("queue", "list", list(tube, host(first)), "--json")
                            .out()
                            .contains("\"ageSeconds\":2,"));
            first.stop("KILL");
            lines.write("two\n".getBytes(UTF_8));
            lines.close();

            assertThat(put.program().exitCode()).as(put.err()).isZero();
            assertThat(put.program().outText().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"endpoint\":\"" + first.endpoint() + "\""),
                            line -> assertThat(line).contains("\"endpoint\":\"" + b.endpoint() + "\""));
            assertThat(put.err()).endsWith("; connected to " + b.endpoint() + "\n");
            assertThat(ok("get", list(tube, host(b))).out()).isEqualTo("two");
        }
    }
}
