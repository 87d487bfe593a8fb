package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.result.ServerCpu;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerProcessesTest {
    private static final List<String> TABLE = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1",
            "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0");

    @Test
    void theListeningSocketOfAPortIsTheServers() {
        assertThat(ServerProcesses.inodes(TABLE, 0x1F90, false)).containsExactly("socket:[4711]");
        assertThat(ServerProcesses.inodes(TABLE, 0x1F92, false)).isEmpty();
        assertThat(ServerProcesses.inodes(List.of(), 0x1F90, false)).isEmpty();
    }

    @Test
    void theListeningSocketOfAPathIsTheServers() {
        List<String> table = List.of(
                "Num       RefCount Protocol Flags    Type St Inode Path",
                "00000000d1732de3: 00000002 00000000 00010000 0001 01 4711 /run/my x.sock",
                "00000000b25040b2: 00000003 00000000 00000000 0001 03 4712 /run/my x.sock",
                "00000000b25040b3: 00000002 00000000 00010000 0001 01 4713 /run/.p1z9/y.sock",
                "00000000b25040b4: 00000002 00000000 00010000 0001 01 4714 .pk/z.sock",
                "00000000b25040b5: 00000003 00000000 00000000 0001 03 4715");

        assertThat(ServerProcesses.unixInodes(table, "/run/my x.sock")).containsExactly("socket:[4711]");
        assertThat(ServerProcesses.unixInodes(table, "/run/y.sock")).containsExactly("socket:[4713]");
        assertThat(ServerProcesses.unixInodes(table, "z.sock")).containsExactly("socket:[4714]");
        assertThat(ServerProcesses.unixInodes(table, "/run/z.sock")).isEmpty();
    }

    @Test
    void aDatagramSocketDoesNotListen() {
        assertThat(ServerProcesses.inodes(TABLE, 0x1F90, true))
                .containsExactlyInAnyOrder("socket:[4711]", "socket:[4712]");
    }

    @Test
    void thisProcessIsNotMeasuredAsItsOwnServer() throws IOException {
        try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ServerProcesses.of((InetSocketAddress) own.getLocalSocketAddress(), false))
                    .isEmpty();
        }
    }

    @Test
    void aServerElsewhereIsNotLookedFor() throws IOException {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        assertThat(ServerProcesses.of(new InetSocketAddress(elsewhere, 80), false))
                .isEmpty();
    }

    /** A server of another process: it is found by its port, and what it computes is counted. */
    @Test
    void anotherProcessIsFoundByItsPort() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux' /proc");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = server.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            List<ProcessHandle> found =
                    ServerProcesses.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), false);
            assertThat(found).extracting(ProcessHandle::pid).containsExactly(server.pid());
            ServerProcesses processes = ServerProcesses.from(found);
            server.getOutputStream().write('\n');
            server.getOutputStream().flush();
            List<Thread> rivals = rivals();
            assertThat(said.readLine()).isEqualTo("computed");
            rivals.forEach(Thread::interrupt);
            ServerCpu cpu = processes.cpu().orElseThrow();
            assertThat(cpu.processes()).isEqualTo("java (pid " + server.pid() + ")");
            assertThat(cpu.waitedNanos())
                    .as("beside threads that take all cores")
                    .isGreaterThan(1_000_000);
            assertThat(cpu.nanos()).isBetween(BusyServer.CPU_NANOS / 2, 20 * BusyServer.CPU_NANOS);
            server.destroyForcibly().waitFor();
            assertThat(processes.cpu()).isEqualTo(Optional.empty());
        } finally {
            server.destroyForcibly();
        }
    }

    /** More than there are cores, each of which it keeps busy. */
    private static List<Thread> rivals() {
        List<Thread> rivals = IntStream.rangeClosed(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(_ -> Thread.ofPlatform().daemon().unstarted(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        rivals.forEach(Thread::start);
        return rivals;
    }

    /** Listens, says where, and computes for a known time. */
    static final class BusyServer {
        static final long CPU_NANOS = 200_000_000;

        private BusyServer() {}

        public static void main(String[] arguments) throws Exception {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.out.println(socket.getLocalPort());
                System.in.read(); // now it is watched
                ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                long end = threads.getCurrentThreadCpuTime() + CPU_NANOS;
                while (threads.getCurrentThreadCpuTime() < end) {
                    Thread.onSpinWait();
                }
                System.out.println("computed");
                System.in.read();
            }
        }
    }
}
