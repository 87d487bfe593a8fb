package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How ping and time end: with their summaries, of which no loss is left out. */
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
    void pingPrintsALineAReplyAndTheSummaryOfPing8() throws IOException {
        try (ScriptedServer server = new ScriptedServer(pongs(101))) {
            Transcript ping = Transcript.of("ping", server.at("pong"), "-c", "100", "-i", "0")
                    .exits(ExitCode.OK);
            List<String> lines = ping.out().lines().toList();
            String address = server.at("pong").replaceAll(".*://", "");
            for (int i = 0; i < 100; i++) {
                assertThat(lines.get(i))
                        .matches("reply from " + address + ": seq=" + (i + 1) + " time=[0-9]+\\.[0-9]{3} ms");
            }
            assertThat(lines.get(100)).isEmpty();
            assertThat(lines.get(101)).matches("--- pong\\+tcp://" + address + " ping statistics ---");
            assertThat(lines.get(102)).matches("100 sent, 100 received, 0 % loss, time [0-9.]+ s");
            assertThat(lines.get(103)).matches("round trip min/avg/max/stddev = ([0-9.]+/){3}[0-9.]+ ms");
            assertThat(lines.get(104)).matches("round trip p50/p90 = [0-9.]+/[0-9.]+ ms");
            assertThat(lines).hasSize(105);
            assertThat(ping.err()).isEmpty();
        }
    }

    /** The first call takes as long as this program's classes take to load, and a server's. */
    @Test
    void pingDoesNotCountItsFirstCall() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readNBytes(4);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            for (int i = 0; i < 4; i++) {
                client.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().readNBytes(4);
            }
        })) {
            Transcript ping = Transcript.of("ping", server.at("pong"), "-c", "3", "-i", "0", "-q")
                    .exits(ExitCode.OK);
            assertThat(ping.out()).startsWith("--- ").contains("\n3 sent, 3 received, 0 % loss");
            Matcher max = Pattern.compile("stddev = [0-9.]+/[0-9.]+/([0-9.]+)/").matcher(ping.out());
            assertThat(max.find()).as(ping.out()).isTrue();
            assertThat(Double.parseDouble(max.group(1))).isLessThan(400);
        }
    }

    @Test
    void pingWaitsFromOneToTheNext() throws IOException {
        try (ScriptedServer server = new ScriptedServer(pongs(4))) {
            Transcript ping = Transcript.of("ping", server.at("pong"), "-c", "3", "-i", "200ms", "-q")
                    .exits(ExitCode.OK);
            Matcher time = Pattern.compile("loss, time ([0-9.]+) s").matcher(ping.out());
            assertThat(time.find()).as(ping.out()).isTrue();
            assertThat(Double.parseDouble(time.group(1))).isGreaterThanOrEqualTo(0.4);
        }
    }

    @Test
    void pingCountsWhatWasLostAndStillSumsUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(pongs(4))) {
            Transcript ping = Transcript.of("ping", server.at("pong"), "--timeout", "300ms", "-i", "0")
                    .exits(ExitCode.FAILED);
            assertThat(ping.out()).contains("\n4 sent, 3 received, 25 % loss, time ");
            assertThat(ping.err()).contains("no reply within 300 ms").hasLineCount(1);
        }
    }

    @Test
    void pingGoesOnAfterALostDatagram() throws Exception {
        Thread answers;
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            answers = Thread.ofVirtual().start(() -> answerAllBut(server, 3));
            Transcript ping = Transcript.of(
                            "ping",
                            "pong+udp://127.0.0.1:" + server.getLocalPort(),
                            "-c",
                            "4",
                            "-i",
                            "0",
                            "--timeout",
                            "300ms")
                    .exits(ExitCode.FAILED);
            assertThat(ping.out())
                    .contains(": seq=1 time=", ": seq=3 time=", ": seq=4 time=")
                    .doesNotContain(": seq=2 ")
                    .contains("\n4 sent, 3 received, 25 % loss, time ");
            assertThat(ping.err())
                    .startsWith("parley ping: seq=2 lost: ")
                    .contains("no reply within 300 ms")
                    .hasLineCount(1);
        }
        answers.join();
    }

    private static void answerAllBut(DatagramSocket server, int lost) {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        try {
            for (int i = 1; true; i++) {
                server.receive(packet);
                if (i != lost) {
                    packet.setData("pong".getBytes(StandardCharsets.US_ASCII));
                    server.send(packet);
                    packet.setData(new byte[16]);
                }
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    @Test
    void pingGoesOnUntilASignalAndSumsUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(pongs(31));
                ChildProgram ping =
                        ChildProgram.start(ParleyProcess.command("ping", server.at("pong"), "-i", "10ms"))) {
            assertThat(unanswered.await(30, TimeUnit.SECONDS)).isTrue();
            ping.signal("INT");
            assertThat(ping.exitCode()).as(ping.errText()).isZero();
            assertThat(ping.outText())
                    .contains(": seq=30 time=", "\n31 sent, 30 received, 1 open when interrupted, 0 % loss, time ");
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
            assertThat(ping.outText()).contains("\n1 sent, 0 received, 1 open when interrupted, 0 % loss, time ");
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
