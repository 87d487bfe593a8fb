package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into a work queue and after it: Parley's, and where it is installed beanstalkd. */
@Tag("slow")
class QueueCommandTest {
    private ParleyProcess parley;
    private @Nullable OriginalBeanstalkd original;
    private String server;

    @BeforeEach
    void start() {
        parley = ParleyProcess.serve("beanstalk://:0");
        server = parley.endpoint().toString();
    }

    @AfterEach
    void stop() {
        parley.close();
        if (original != null) {
            original.close();
        }
    }

    private void use(String name) throws Exception {
        if (name.equals("beanstalkd")) {
            OriginalBeanstalkd started = OriginalBeanstalkd.start();
            original = started;
            server = started.endpoint();
        }
    }

    private static Transcript ok(String... words) {
        return Transcript.of(words).exits(ExitCode.OK);
    }

    private String mail() {
        return server + "/mail";
    }

    /** Three that are ready, one delayed, and with this connection, for as long as it is open, one held and one buried. */
    private RawClient fill() throws Exception {
        String[] endpoint = server.split(":", -1);
        RawClient worker = RawClient.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(endpoint[endpoint.length - 1])));
        ok("put", mail(), "-m", "buried", "-m", "held", "--pri", "0", "--ttr", "1h");
        worker.send("watch mail\r\nreserve\r\nreserve\r\nbury 1 7\r\n");
        String answers = "WATCHING 2\r\nRESERVED 1 6\r\nburied\r\nRESERVED 2 4\r\nheld\r\nBURIED\r\n";
        assertThat(new String(worker.receive(answers.length()), US_ASCII)).isEqualTo(answers);
        ok("put", mail(), "-m", "one", "-m", "two", "-m", "three");
        ok("put", mail(), "-m", "later", "--delay", "100m", "--pri", "5");
        return worker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void statsShowEachTubeInEightyColumns(String name) throws Exception {
        use(name);
        try (RawClient _ = fill()) {
            Transcript stats =
                    Transcript.onTerminal(80, "queue", "stats", server).exits(ExitCode.OK);

            List<String> lines = stats.out().lines().toList();
            assertThat(lines).allMatch(line -> line.length() <= 80);
            assertThat(lines.getFirst()).matches(".*: 1.12[^,]*, up [0-9.]+ s, 2 connections, 2 tubes");
            assertThat(lines.get(1).strip().split(" +", -1))
                    .containsExactly(
                            "tube", "ready", "reserved", "delayed", "buried", "waiting", "oldest", "p99", "paused");
            assertThat(lines.get(2).strip().split(" +", -1))
                    .containsExactly("default", "0", "0", "0", "0", "0", "-", "-", "-");
            assertThat(lines.get(3))
                    .matches("mail +3 +1 +1 +1 +0 +" + (name.equals("parley") ? "[0-9]+s" : "-") + " +- +-");
            assertThat(ok("queue", "stats", mail()).out().lines()).hasSize(3);
            assertThat(Transcript.of("queue", "stats", server + "/none")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains(" has no tube 'none'; it has default, mail");
            List<String> json =
                    ok("queue", "stats", server, "--json").out().lines().toList();
            assertThat(json).hasSize(3);
            assertThat(json.getFirst()).contains("\"kind\":\"server\"", "\"draining\":false", "\"tubes\":2");
            assertThat(json.getLast()).contains("\"kind\":\"tube\"", "\"tube\":\"mail\",\"ready\":3,\"urgent\":0,");

            ok("get", mail());
            assertThat(ok("queue", "stats", mail()).out().lines().toList().getLast())
                    .matches("mail +2 .*" + (name.equals("parley") ? "s +[0-9]+m?s" : "- +-") + " +-");
            assertThat(ok("queue", "stats", mail(), "--json").out())
                    .containsPattern("\"timeInQueueP99Millis\":" + (name.equals("parley") ? "[0-9]+" : "null") + ",");
        }
    }

    @Test
    void listShowsTheMessagesOfEachState() throws Exception {
        try (RawClient _ = fill()) {
            Transcript list = Transcript.onTerminal(80, "queue", "list", mail()).exits(ExitCode.OK);

            assertThat(list.err()).isEmpty();
            List<String> lines = list.out().lines().toList();
            assertThat(lines).allMatch(line -> line.length() <= 80).hasSize(7);
            assertThat(lines.getFirst().strip().split(" +", -1))
                    .containsExactly("id", "state", "pri", "age", "left", "ttr", "bytes", "reserves");
            assertThat(lines.get(1)).matches(" +3  ready +1024 +[0-9]+s +- +1m00s +3 +0");
            assertThat(lines.get(4)).matches(" +2  reserved +0 +[0-9]+s +(59m[0-9]{2}s|1h00m) +1h00m +4 +1");
            assertThat(lines.get(5)).matches(" +6  delayed +5 +[0-9]+s +1h(39|40)m +1m00s +5 +0");
            assertThat(lines.get(6)).matches(" +1  buried +7 +[0-9]+s +- +1h00m +6 +1");

            assertThat(ok("queue", "list", mail(), "--state", "ready", "--limit", "2")
                            .out()
                            .lines())
                    .hasSize(3);
            assertThat(ok("queue", "list", mail(), "--state", "buried", "--json")
                            .out())
                    .contains("\"kind\":\"listed\"", "\"id\":1,\"state\":\"buried\",\"priority\":7,", "\"bytes\":6,");
            assertThat(ok("queue", "list", mail(), "--state", "buried,delayed")
                            .out()
                            .lines())
                    .hasSize(3);
            Transcript none = ok("queue", "list", server + "/none");
            assertThat(none.out()).isEmpty();
            assertThat(none.err()).contains("no such messages in tube 'none'");
        }
    }

    @Test
    void ofAServerThatCannotListTheNextOfEachStateIsShown() throws Exception {
        use("beanstalkd");
        try (RawClient _ = fill()) {
            Transcript list = ok("queue", "list", mail());

            assertThat(list.err()).contains("this server cannot list messages; of each state, the next one is shown");
            assertThat(list.out().lines().skip(1).map(line -> line.strip().split(" +", -1)[0]))
                    .containsExactly("3", "6", "1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void peekPrintsAMessageAndLeavesIt(String name) throws Exception {
        use(name);
        try (RawClient _ = fill()) {
            assertThat(ok("queue", "peek", mail()).out()).isEqualTo("one");
            assertThat(ok("queue", "peek", mail(), "--newline").out()).isEqualTo("one\n");
            assertThat(ok("queue", "peek", mail(), "--state", "delayed").out()).isEqualTo("later");
            assertThat(ok("queue", "peek", mail(), "--state", "BURIED").out()).isEqualTo("buried");
            assertThat(ok("queue", "peek", server, "--id", "2").out()).isEqualTo("held");
            assertThat(ok("queue", "peek", server, "--id", "2", "--json").out())
                    .contains("\"kind\":\"peeked\"", "\"id\":2,\"message\":{\"bytes\":4,\"text\":\"held\"");
            assertThat(Transcript.of("queue", "peek", server)
                            .exits(ExitCode.FAILED)
                            .err())
                    .isEqualTo("parley queue peek: no message is ready in tube 'default'\n");
            assertThat(Transcript.of("queue", "peek", server, "--id", "99")
                            .exits(ExitCode.FAILED)
                            .err())
                    .isEqualTo("parley queue peek: there is no message 99\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void purgeDeletesWhatNobodyHolds(String name) throws Exception {
        use(name);
        try (RawClient _ = fill()) {
            assertThat(ok("queue", "purge", mail()).out())
                    .isEqualTo("Purged: 5 messages from tube 'mail'; 1 held by workers stay\n");
            assertThat(ok("queue", "purge", mail(), "--json").out())
                    .endsWith("\"tube\":\"mail\",\"messages\":0}\n")
                    .startsWith("{\"kind\":\"purged\",");
            assertThat(ok("queue", "peek", server, "--id", "2").out()).isEqualTo("held");
        }
        assertThat(ok("queue", "purge", server + "/none").out()).isEqualTo("Purged: 0 messages from tube 'none'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void kickMakesBuriedAndThenDelayedMessagesReady(String name) throws Exception {
        use(name);
        try (RawClient _ = fill()) {
            assertThat(ok("queue", "kick", mail()).out()).isEqualTo("Kicked: 1 message in tube 'mail'\n");
            assertThat(ok("queue", "kick", mail(), "--count", "9").out())
                    .isEqualTo("Kicked: 1 message in tube 'mail'\n");
            assertThat(ok("queue", "kick", mail(), "--json").out()).endsWith("\"messages\":0}\n");
            assertThat(Transcript.of("queue", "kick", mail(), "--id", "1")
                            .exits(ExitCode.FAILED)
                            .err())
                    .isEqualTo("parley queue kick: there is no message 1 that is buried or delayed\n");
            assertThat(ok("get", mail(), "--all", "--newline").out()).isEqualTo("later\nburied\none\ntwo\nthree\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aPausedTubeHandsNothingOut(String name) throws Exception {
        use(name);
        ok("put", mail(), "-m", "x");
        assertThat(ok("queue", "pause", mail(), "10m").out()).isEqualTo("Paused: tube 'mail' for 10 min\n");
        assertThat(ok("queue", "stats", mail()).out()).containsPattern("(9m[0-9]{2}s|10m00s)\n");
        Transcript.of("get", mail()).exits(ExitCode.FAILED);
        assertThat(ok("queue", "pause", mail(), "0").out()).isEqualTo("Resumed: tube 'mail'\n");
        assertThat(ok("get", mail()).out()).isEqualTo("x");
        assertThat(Transcript.of("queue", "pause", server + "/none", "1s")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains(" has no tube 'none': there is one while it holds messages");
    }

    @Test
    void aServerDrainsUntilItIsToldOtherwise() {
        assertThat(ok("queue", "drain", server).out())
                .isEqualTo("Draining: " + server + " takes no messages; 'parley queue undrain' ends that\n");
        assertThat(ok("queue", "stats", server).out()).contains("draining: it takes no messages\n");
        Transcript.of("put", mail(), "-m", "x").exits(ExitCode.FAILED);
        assertThat(ok("queue", "undrain", server).out()).isEqualTo("Accepting: " + server + " takes messages\n");
        ok("put", mail(), "-m", "x");
        assertThat(ok("queue", "drain", server, "--json").out())
                .isEqualTo("{\"kind\":\"draining\",\"endpoint\":\"" + server + "\",\"draining\":true}\n");
    }

    @Test
    void ofAServerThatHasNoCommandForItTheWayOutIsNamed() throws Exception {
        use("beanstalkd");
        assertThat(Transcript.of("queue", "drain", server)
                        .exits(ExitCode.FAILED)
                        .err())
                .contains(
                        "parley queue drain: ",
                        " has no command for it; beanstalkd is drained by a signal: kill -USR1");
        assertThat(Transcript.of("queue", "undrain", server)
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("until it is restarted");
    }

    @Test
    void noServerIsUnavailable() {
        assertThat(Transcript.of("queue", "stats", "beanstalk://:1")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .startsWith("parley queue stats: cannot connect to beanstalk+tcp://127.0.0.1:1: ");
    }

    /** The documentation's table names every field there is. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                QueueLine.Server.class,
                QueueLine.Tube.class,
                QueueLine.Listed.class,
                QueueLine.Peeked.class,
                QueueLine.Counted.class,
                QueueLine.Paused.class,
                QueueLine.Draining.class
            })
    void everyFieldIsDocumented(Class<?> line) throws Exception {
        String documentation = Files.readString(Path.of("..", "docs", "json-lines.md"));
        for (var component : line.getRecordComponents()) {
            assertThat(documentation).contains("`" + component.getName() + "`");
        }
    }
}
