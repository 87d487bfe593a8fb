package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How ping and time end: with the summary of a load, and as honestly. */
@Timeout(60)
@Tag("slow")
class RoundTripSummaryTest {
    private final CountDownLatch unanswered = new CountDownLatch(1);

    /** Answers so many, and lets the next one wait until the client leaves. */
    private ScriptedServer.Script pongs(int answers) {
        return client -> {
            for (int i = 0; i < answers; i++) {
                client.getInputStream().readNBytes(4);
                client.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
            }
            client.getInputStream().readNBytes(4);
            waitForItsEnd(client);
        };
    }

    private ScriptedServer.Script times(int answers) {
        return client -> {
            for (int i = 0; i < answers; i++) {
                String uuid = new String(client.getInputStream().readNBytes(36), StandardCharsets.US_ASCII);
                String reply = "UUID: " + uuid + " received after 0.250000 seconds";
                client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            }
            client.getInputStream().readNBytes(36);
            waitForItsEnd(client);
        };
    }

    private void waitForItsEnd(Socket client) throws IOException {
        unanswered.countDown();
        assertThat(client.getInputStream().read()).isNegative();
    }

    private static String lastLines(String text, String from) {
        return text.substring(text.indexOf(from));
    }

    @Test
    void pingReportsThePercentilesThatSoManyPingsSupport() throws IOException {
        try (ScriptedServer server = new ScriptedServer(pongs(100))) {
            Transcript ping =
                    Transcript.of("ping", server.at("pong"), "--count", "100").exits(ExitCode.OK);
            assertThat(lastLines(ping.out(), "round trip"))
                    .matches(
                            "(?s)round trip: min [^,]+, p50 [^,]+, p90 [^,]+, max [^,]+ \\(100 of 100 pings answered\\)\n"
                                    + "verdict: valid\n.*")
                    .contains("  note: p99 and above not reported: needs 1,000 samples, have 100\n")
                    .contains("  note: closed loop: ");
            assertThat(ping.out().lines()).startsWith("client 0: pong 1", "client 0: pong 2");
        }
    }

    @Test
    void pingCountsWhatWasLostAndStillSumsUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(pongs(3))) {
            Transcript ping = Transcript.of("ping", server.at("pong"), "--timeout", "300ms")
                    .exits(ExitCode.FAILED);
            assertThat(lastLines(ping.out(), "round trip"))
                    .matches("(?s)round trip: min [^,]+, max [0-9.]+ m?s \\(3 of 10 pings answered, 1 lost\\)\n.*")
                    .contains("  note: 1 requests without a reply");
            assertThat(ping.err()).contains("no reply within 300 ms").hasLineCount(1);
        }
    }

    @Test
    void pingEndsOnASignalWithItsSummary() throws Exception {
        try (ScriptedServer server = new ScriptedServer(pongs(5));
                ChildProgram ping = ChildProgram.start(ParleyProcess.command("ping", server.at("pong")))) {
            assertThat(unanswered.await(30, TimeUnit.SECONDS)).isTrue();
            ping.signal("INT");
            assertThat(ping.exitCode()).as(ping.errText()).isZero();
            assertThat(ping.outText())
                    .contains("client 0: pong 5\n", "(5 of 10 pings answered, 1 lost)\n")
                    .contains("  note: ended early: interrupted (SIGINT)\n");
            assertThat(ping.errText()).isEmpty();
        }
    }

    @Test
    void pingThatGotNothingBeforeTheSignalFails() throws Exception {
        try (ScriptedServer server = new ScriptedServer(pongs(0));
                ChildProgram ping = ChildProgram.start(ParleyProcess.command("ping", server.at("pong")))) {
            assertThat(unanswered.await(30, TimeUnit.SECONDS)).isTrue();
            ping.signal("TERM");
            assertThat(ping.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(ping.outText()).contains("round trip: no reply (0 of 10 pings answered, 1 lost)\n");
        }
    }

    @Test
    void timeReportsBothSidesAndTheVerdict() throws IOException {
        try (ScriptedServer server = new ScriptedServer(times(20))) {
            Transcript time =
                    Transcript.of("time", server.at("timer"), "--count", "20").exits(ExitCode.OK);
            List<String> lines = lastLines(time.out(), "sent").lines().toList();
            assertThat(lines.get(0)).isEqualTo("sent 20, received 20");
            assertThat(lines.get(1)).matches("round trip: min [^,]+, p50 [^,]+, max [^,]+");
            assertThat(lines.get(2)).matches("server deltas: min 2(49|50).* ms, p50 250.* ms, max 250.* ms");
            assertThat(lines.get(3)).isEqualTo("verdict: valid");
            assertThat(lines).contains("  note: p90 and above not reported: needs 100 samples, have 20");
        }
    }

    @Test
    void timeEndsOnASignalWithItsSummary() throws Exception {
        try (ScriptedServer server = new ScriptedServer(times(3));
                ChildProgram time = ChildProgram.start(ParleyProcess.command("time", server.at("timer")))) {
            assertThat(unanswered.await(30, TimeUnit.SECONDS)).isTrue();
            time.signal("INT");
            assertThat(time.exitCode()).as(time.errText()).isZero();
            assertThat(time.outText()).contains("sent 4, received 3\n", "  note: ended early: interrupted (SIGINT)\n");
            assertThat(time.errText()).isEmpty();
        }
    }
}
