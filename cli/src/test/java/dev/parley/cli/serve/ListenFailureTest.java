package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C8: an address that cannot be listened on is reported in one line with the way out, soon, and nothing else is opened. */
@Tag("alone")
class ListenFailureTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final List<String> WITHOUT_THE_RIGHT =
            List.of("setpriv", "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service");

    private static Duration jvmStart = Duration.ZERO;

    @BeforeAll
    static void measureTheJvmAlone() {
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (ParleyProcess version = ParleyProcess.start("--version")) {
                version.program().exitCode();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            jvmStart = jvmStart.compareTo(took) > 0 ? jvmStart : took;
        }
    }

    @Test
    void reportsThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String endpoint = "pong://127.0.0.1:" + taken.getLocalPort();

            assertRefused(
                    ParleyProcess.command("serve", endpoint),
                    ExitCode.UNAVAILABLE,
                    "pong+tcp://127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use; stop the other program, or choose another port");
        }
    }

    @Test
    void reportsThatAUdpPortIsInUse() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String endpoint = "pong+udp://127.0.0.1:" + taken.getLocalPort();

            assertRefused(
                    ParleyProcess.command("serve", endpoint), ExitCode.UNAVAILABLE, endpoint + ": the port is in use");
        }
    }

    @Test
    void opensNothingWhenOneOfManyCannotBeOpened() throws IOException {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    ParleyProcess.command(
                            "serve", "pong://:" + free, "timer+udp://:0", "reverse://:" + taken.getLocalPort()),
                    ExitCode.UNAVAILABLE,
                    "reverse+tcp://127.0.0.1:" + taken.getLocalPort() + ": the port is in use");
        }
    }

    @Test
    void reportsThatThisMachineHasNoSuchAddress() {
        assertRefused(
                ParleyProcess.command("serve", "pong://192.0.2.1:0"),
                ExitCode.UNAVAILABLE,
                "pong+tcp://192.0.2.1:0: this machine has no such address; 127.0.0.1 and 0.0.0.0 always work");
    }

    @Test
    void reportsThatThereIsNoPermissionForPortSeven() throws IOException {
        List<String> command = new ArrayList<>(ParleyProcess.command("serve", "echo"));
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean canDrop = Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setpriv")));
        Path firstFree = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        boolean reserved = Files.exists(firstFree) && Integer.parseInt(firstLine(firstFree)) > 7;
        boolean possible = reserved && (!root || canDrop);
        if (!possible) {
            System.err.println("skipped: here everyone may listen on port 7");
        }
        assumeTrue(possible, "here everyone may listen on port 7");
        if (root) {
            command.addAll(0, WITHOUT_THE_RIGHT);
        }

        assertRefused(
                command,
                ExitCode.NO_PERMISSION,
                "echo+tcp://127.0.0.1:7: no permission for this port; choose one from 1024 up");
    }

    /** With a buffer: this file gives all its digits to the first read only, and the JDK's first read may be one byte. */
    private static String firstLine(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return String.valueOf(reader.readLine());
        }
    }

    private static void assertRefused(List<String> command, int exitCode, String text) {
        long start = System.nanoTime();
        try (ChildProgram parley = ChildProgram.start(command)) {
            assertThat(parley.exitCode()).as(parley.errText()).isEqualTo(exitCode);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(jvmStart.plus(SOON));
            assertThat(parley.out()).isEmpty();
            assertThat(parley.errText())
                    .startsWith("parley serve: cannot listen on " + text)
                    .hasLineCount(1);
        }
    }
}
