package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole laboratory, as a user has it: etcd, three databases under Patroni, two of Parley's servers. */
@Tag("slow")
@Timeout(300)
class LaboratoryTest {
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);
    private static final Pattern PRIMARY = Pattern.compile("(?m)^db-([123]) .* primary$");

    private final Path folder = folder();
    private final String lab = folder.resolve("lab").toString();
    private @Nullable Laboratory laboratory;

    /** Not JUnit's own, which only its owner can enter: as root, databases are run by another user. */
    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("parley-cluster");
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void init() throws IOException {
        String missing = missing();
        if (!missing.isEmpty()) {
            System.err.println("skipped: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        Transcript.of("cluster", "init", lab, "--base-port", Integer.toString(freeBase()))
                .exits(ExitCode.OK);
        laboratory = Laboratory.open(Path.of(lab));
    }

    private static String missing() throws IOException {
        try {
            Programs.find();
            return "";
        } catch (Failure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static int freeBase() {
        return new Random()
                .ints(20_000, 32_000)
                .filter(base -> IntStream.range(base, base + 40).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void end() throws IOException {
        if (laboratory != null) {
            Transcript.of("cluster", "down", lab).exits(ExitCode.OK);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void thePrimaryIsKilledAndNothingThatWasAcknowledgedIsLost() throws IOException {
        Laboratory running = up();
        String first = running.endpoint(1) + "/mail";
        String second = running.endpoint(2) + "/mail";
        String both = running.queue().replace("/default", "/mail");
        put(first, "one");
        assertThat(got(second)).as("put at one server, got at the other").isEqualTo("one");
        List<String> acknowledged =
                IntStream.range(0, 200).mapToObj(i -> "m" + i).collect(Collectors.toList());
        Transcript.withInput(String.join("\n", acknowledged).getBytes(UTF_8), "put", both, "--lines")
                .exits(ExitCode.OK);

        int lost = primary().orElseThrow();
        kill(running.pidFile(Laboratory.patroni(lost)).running().orElseThrow());
        kill(running.postmaster(lost).running().orElseThrow());
        long began = System.nanoTime();
        put(both, "after the failover");
        Duration away = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("server of the primary killed: a put was acknowledged after %.1f s%n", away.toMillis() / 1e3);
        acknowledged.add("after the failover");

        assertThat(away).isLessThan(LONGEST_AWAY);
        Transcript status = Transcript.of("cluster", "status", lab).exits(ExitCode.FAILED);
        assertThat(primary(status))
                .isPresent()
                .hasValueSatisfying(other -> assertThat(other).isNotEqualTo(lost));
        assertThat(status.out()).containsPattern("(?m)^db-" + lost + " .* down$");
        assertThat(Transcript.of("get", second, "--all", "--newline")
                        .exits(ExitCode.OK)
                        .out()
                        .lines())
                .containsExactlyElementsOf(acknowledged);

        up();
        int now = primary().orElseThrow();
        put(first, "kept");
        List<ProcessHandle> all = processes(running);
        assertThat(all).hasSize(9);
        assertThat(Transcript.of("cluster", "down", lab)
                        .exits(ExitCode.OK)
                        .err()
                        .lines())
                .hasSize(6)
                .allMatch(line -> line.endsWith(": stopped"))
                .startsWith("parley-1: stopped", "parley-2: stopped")
                .endsWith("patroni-" + now + ": stopped", "etcd: stopped");
        assertThat(all).noneMatch(ProcessHandle::isAlive);
        up();
        assertThat(got(second)).isEqualTo("kept");
    }

    @Test
    void anInterruptLeavesNothingRunning() throws IOException {
        try (ChildProgram up = ChildProgram.start(ParleyProcess.command("cluster", "up", lab))) {
            up.awaitText("etcd: ready");
            up.signal("INT");
            assertThat(up.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(up.errText()).contains("interrupted (SIGINT): stopping", "etcd: stopped");
        }
        assertThat(processes(Laboratory.open(Path.of(lab)))).isEmpty();
        assertThat(Transcript.of("cluster", "down", lab).exits(ExitCode.OK).err())
                .startsWith("nothing runs");
    }

    private Laboratory up() throws IOException {
        Laboratory opened = Laboratory.open(Path.of(lab));
        assertThat(Transcript.of("cluster", "up", lab).exits(ExitCode.OK).out())
                .isEqualTo("ready " + opened.queue() + "\n");
        return opened;
    }

    private static void put(String endpoint, String message) {
        Transcript.of("put", endpoint, "-m", message, "--timeout", "40s").exits(ExitCode.OK);
    }

    private static String got(String endpoint) {
        return Transcript.of("get", endpoint).exits(ExitCode.OK).out();
    }

    private Optional<Integer> primary() {
        return primary(Transcript.of("cluster", "status", lab).exits(ExitCode.OK));
    }

    private static Optional<Integer> primary(Transcript status) {
        return PRIMARY.matcher(status.out())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    private static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
        await().until(() -> !process.isAlive());
    }

    private static List<ProcessHandle> processes(Laboratory laboratory) throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        laboratory.pidFile(Laboratory.ETCD).running().ifPresent(all::add);
        for (int number : Laboratory.databases()) {
            laboratory.pidFile(Laboratory.patroni(number)).running().ifPresent(all::add);
            laboratory.postmaster(number).running().ifPresent(all::add);
        }
        for (int number : Laboratory.parleyServers()) {
            laboratory.pidFile(Laboratory.parley(number)).running().ifPresent(all::add);
        }
        return all;
    }
}
