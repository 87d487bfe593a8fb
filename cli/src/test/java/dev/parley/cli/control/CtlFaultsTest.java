package dev.parley.cli.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ctl faults}: shown, set and turned off while a server runs, through real sockets. */
@Tag("slow")
@SuppressWarnings("NullAway.Init")
class CtlFaultsTest {
    private static final byte[] HI = {2, 'h', 'i'};
    private static final byte[] REVERSED = {2, 'i', 'h'};

    @TempDir
    Path folder;

    private String socket;

    @BeforeEach
    void prepare() {
        socket = "unix:" + folder.resolve("c.sock");
    }

    private Transcript faults(String... words) {
        List<String> all = new ArrayList<>(List.of("ctl", "faults", "--control", socket));
        all.addAll(Arrays.asList(words));
        return Transcript.of(all.toArray(String[]::new));
    }

    private static void isServed(RawPeer peer) throws IOException {
        peer.send(HI);
        assertThat(peer.read(3)).isEqualTo(REVERSED);
    }

    /** So many actions, when their lines are there. */
    private static List<String> audited(ParleyProcess server, int actions) {
        return await().atMost(ChildProgram.PATIENCE)
                .until(
                        () -> server.err()
                                .lines()
                                .filter(line -> line.contains("audit "))
                                .map(line -> line.substring(line.indexOf("audit ")))
                                .toList(),
                        lines -> lines.size() == actions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void anOpenConnectionGetsThemAndLosesThem(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--engine", engine, "--control", socket);
                RawPeer peer = RawPeer.connect(server.address())) {
            String place = server.endpoint().toString();
            isServed(peer);
            assertThat(faults().exits(ExitCode.OK).out()).contains(place + "     none\n");

            assertThat(faults("--delay", "1h").exits(ExitCode.OK).out())
                    .isEqualTo("Faults: --delay 3600s at " + place + "\n");
            peer.send(HI);
            assertThat(peer.hearsWithin(Duration.ofMillis(150))).isFalse();

            assertThat(faults("--off").exits(ExitCode.OK).out()).isEqualTo("Faults: none at " + place + "\n");
            assertThat(peer.read(3)).as("it was delayed, and is no more").isEqualTo(REVERSED);
            isServed(peer);

            faults("--reset-after", "1").exits(ExitCode.OK);
            isServed(peer);
            peer.send(HI);
            assertThat(peer.untilEnd()).isEqualTo("<reset>");
            assertThat(audited(server, 3))
                    .allMatch(line -> line.startsWith("audit action=faults argument=")
                            && line.contains(" result=done text=\"Faults: "));
        }
    }

    @Test
    void eachEndpointHasItsOwnAndTheSeedIsShown() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                        "reverse://127.0.0.1:0", "reverse+udp://127.0.0.1:0", "--control", socket, "--delay", "1ms");
                RawPeer stream = RawPeer.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        server.endpoints().getFirst().port()));
                RawDatagrams peer = RawDatagrams.open()) {
            String tcp = server.endpoints().getFirst().toString();
            String udp = server.endpoints().getLast().toString();
            InetSocketAddress to = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    server.endpoints().getLast().port());
            assertThat(faults("--json").exits(ExitCode.OK).out())
                    .isEqualTo("{\"kind\":\"faults\",\"endpoint\":\"" + tcp + "\",\"faults\":\"--delay 1ms\"}\n"
                            + "{\"kind\":\"faults\",\"endpoint\":\"" + udp + "\",\"faults\":\"--delay 1ms\"}\n");

            String set = faults("--endpoint", udp, "--drop", "100%", "--first", "1")
                    .exits(ExitCode.OK)
                    .out();
            assertThat(set).matches("Faults: --drop 100% --first 1 --seed [0-9]+ at " + udp.replace("+", "\\+") + "\n");
            peer.send(HI, to);
            peer.send("\u0002ab".getBytes(US_ASCII), to);
            assertThat(peer.receive()).asString(US_ASCII).isEqualTo("\u0002ba");
            isServed(stream);

            String options = set.substring("Faults: ".length(), set.indexOf(" at "));
            assertThat(faults("--endpoint", udp).exits(ExitCode.OK).out())
                    .contains(udp + "     " + options + "\n")
                    .doesNotContain(tcp);
            assertThat(Transcript.of("ctl", "status", "--control", socket)
                            .exits(ExitCode.OK)
                            .out())
                    .contains("  faults " + options + "\n")
                    .contains("  faults --delay 1ms\n");

            assertThat(faults("--drop", "5%", "--seed", "7", "--bandwidth", "1Mbit")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("Faults: --bandwidth 1Mbit at " + tcp + "; --drop 5% --bandwidth 1Mbit --seed 7 at "
                            + udp + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --drop 5%                       | --drop applies only to UDP: a stream loses no reply
            --endpoint reverse+udp --off    | the server has no endpoint 'reverse+udp'; it has reverse+tcp://127.0.0.1:
            --endpoint x                    | the server has no endpoint 'x'; it has reverse+tcp://127.0.0.1:""")
    void whatCannotBeDoneChangesNothingAndSaysWhy(String words, String line) {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--control", socket)) {
            assertThat(faults(words.split(" ")).exits(ExitCode.FAILED).err())
                    .startsWith("parley ctl faults: " + line)
                    .hasLineCount(1);
            assertThat(faults().out()).contains("     none\n");
            int asked = words.equals("--endpoint x") ? 0 : 1;
            assertThat(audited(server, asked)).allMatch(audit -> audit.contains(" result=failed "));
        }
    }

    @Test
    void linesFromOutsideAreReadAsStrictlyAsOptions() throws Exception {
        Path file = Files.writeString(folder.resolve("options"), "--off");
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--control", socket)) {
            try (RawPeer peer = RawPeer.connect(UnixDomainSocketAddress.of(folder.resolve("c.sock")))) {
                for (String line : List.of(
                        "faults",
                        "faults --drop",
                        "faults --help",
                        "faults @" + file,
                        "faults --first 3",
                        "faults --off --delay 3s",
                        "faults --endpoint reverse")) {
                    peer.send((line + "\n").getBytes(US_ASCII));
                    StringBuilder answer = new StringBuilder();
                    while (answer.indexOf("\n") < 0) {
                        answer.append(new String(peer.read(1), US_ASCII));
                    }
                    assertThat(answer).as(line).contains("\"done\":false").doesNotContain("Exception");
                }
            }
            assertThat(audited(server, 7)).allMatch(audit -> audit.contains(" result=failed "));
        }
    }

    @Test
    void showingNeedsNoTokenAndSettingDoes() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "correct-horse-battery-staple\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        try (ParleyProcess server = ParleyProcess.serve(
                "reverse://:0", "--admin", ":0", "--admin-token", token.toString(), "--corrupt", "1%")) {
            String admin = server.program().awaitText("admin http://(\\S+)\n").group(1);
            assertThat(Transcript.of("ctl", "faults", "--admin", admin)
                            .exits(ExitCode.OK)
                            .out())
                    .contains("     --corrupt 1% --seed ");
            assertThat(Transcript.of("ctl", "faults", "--off", "--admin", admin)
                            .exits(ExitCode.USAGE)
                            .err())
                    .contains("faults on an admin address requires --admin-token FILE");
            assertThat(Transcript.of(
                                    "ctl",
                                    "faults",
                                    "--delay",
                                    "5ms±2ms",
                                    "--seed",
                                    "3",
                                    "--admin",
                                    admin,
                                    "--admin-token",
                                    token.toString())
                            .exits(ExitCode.OK)
                            .out())
                    .startsWith("Faults: --delay 5ms+-2ms --seed 3 at reverse+tcp://");
        }
    }
}
