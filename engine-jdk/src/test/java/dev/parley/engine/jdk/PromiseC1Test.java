package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C1: running out of descriptors neither kills nor spins the accept loop. */
@Tag("alone")
class PromiseC1Test {
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final int CLIENTS = 500;
    private static final int MOST_DESCRIPTORS = 64;
    /** Linux counts processor time in hundredths of a second for programs, on all its machines. */
    private static final int TICKS_PER_SECOND = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void waitsWhenDescriptorsRunOutAndGoesOnWhenTheyReturn(String engine) throws Exception {
        Path log = folder.resolve("log");
        Path calls = folder.resolve("calls");
        Process shell = start(engine, log, calls);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII))) {
            InetSocketAddress server =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(out.readLine()));
            try (RawPeer established = RawPeer.connect(server)) {
                isServed(established);
                try (Crowd _ = new Crowd(server)) {
                    await().until(() -> Files.readString(log).contains("cannot accept clients"));
                    holdsStill(shell, established);
                    if (Files.exists(calls)) {
                        assertThat(failedAcceptsPerSecond(calls)).isLessThanOrEqualTo(20);
                    }
                }
                long released = System.nanoTime();
                try (RawPeer next = RawPeer.connect(server)) {
                    isServed(next);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(Duration.ofSeconds(1));
                isServed(established);
            }
            List<String> logged = Files.readAllLines(log);
            assertThat(logged.stream().filter(line -> line.contains("accept")))
                    .as("lines of the log about it")
                    .hasSizeBetween(1, 2);
            assertThat(logged).as("lines of the log").noneMatch(line -> line.contains("failed"));
        } finally {
            shell.getOutputStream().close();
            if (!shell.waitFor(20, TimeUnit.SECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        }
    }

    private static final class Crowd implements AutoCloseable {
        private final List<RawPeer> peers = new ArrayList<>();

        Crowd(InetSocketAddress server) throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                peers.add(RawPeer.connect(server));
            }
        }

        @Override
        public void close() throws IOException {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static Process start(String engine, Path log, Path calls) throws IOException {
        String java = System.getProperty("java.home") + "/bin/java";
        String trace = "";
        if (Files.isExecutable(Path.of("/usr/bin/strace"))) {
            trace = "strace -f --seccomp-bpf -ttt -e trace=accept,accept4 -o '" + calls + "' ";
        } else {
            System.err.println("accept attempts are not counted: there is no /usr/bin/strace");
        }
        String command = "ulimit -n " + MOST_DESCRIPTORS + "; exec " + trace + "'" + java
                + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp \"$CLASSES\" " + ServerProcess.class.getName() + " "
                + engine;
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.redirectError(log.toFile());
        return builder.start();
    }

    private static void isServed(RawPeer peer) throws IOException {
        peer.send(RawFrames.of(Framings.LEN8, "hi"));
        assertThat(peer.read(3)).hasSize(3);
    }

    /** Meanwhile the established client is served, and the server's processor time is that of a server with nothing to do. */
    private static void holdsStill(Process shell, RawPeer established) throws IOException {
        long server = shell.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(shell.toHandle())
                .pid();
        long ticksBefore = ticks(server);
        long began = System.nanoTime();
        while (System.nanoTime() - began < HOLD.toNanos()) {
            isServed(established);
            assertThat(established.hearsWithin(Duration.ofMillis(300))).isFalse();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double ofACore = (ticks(server) - ticksBefore) / (double) TICKS_PER_SECOND / seconds;
        assertThat(ofACore).as("part of a core").isLessThan(0.05);
    }

    /** Processor time of a process so far, own and kernel's: fields 14 and 15, proc(5). */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** In the busiest second. */
    private static long failedAcceptsPerSecond(Path calls) throws IOException {
        List<Double> failed = Files.readAllLines(calls).stream()
                .filter(line -> line.contains("EMFILE"))
                .map(line -> Double.parseDouble(line.trim().split(" +", -1)[1]))
                .toList();
        assertThat(failed).as("attempts that failed").isNotEmpty();
        return failed.stream()
                .mapToLong(from -> failed.stream()
                        .filter(at -> at >= from && at < from + 1)
                        .count())
                .max()
                .orElse(0);
    }
}
