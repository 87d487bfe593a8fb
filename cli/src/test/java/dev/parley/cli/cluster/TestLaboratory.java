package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A laboratory of a test's own, on free ports, in a folder that is deleted with it; nothing of it runs afterwards. */
final class TestLaboratory implements AutoCloseable {
    private static final Pattern PRIMARY = Pattern.compile("(?m)^db-([123]) .* primary$");

    /** A former primary has to be rewound, or copied anew. */
    private static final Duration TO_BE_WELL = Duration.ofMinutes(1);

    private static final int LOG_LINES = 100;

    private final Path folder;
    private final String name;

    /** Its files are written, nothing is started. Skips the test, saying why, where a program is missing. */
    TestLaboratory() throws IOException {
        String missing = missing();
        if (!missing.isEmpty()) {
            System.err.println("skipped: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        // not JUnit's own folder, which only its owner can enter: as root, databases are run by another user
        folder = Files.createTempDirectory("parley-cluster");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        name = folder.resolve("lab").toString();
        Transcript.of("cluster", "init", name, "--base-port", Integer.toString(freeBase()))
                .exits(ExitCode.OK);
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

    /** As it is typed. */
    String name() {
        return name;
    }

    Laboratory files() throws IOException {
        return Laboratory.open(Path.of(name));
    }

    /** {@code parley cluster COMMAND} of this laboratory. */
    Transcript run(String command) {
        return Transcript.of("cluster", command, name);
    }

    /** Starts what does not run of it. */
    void up() throws IOException {
        assertThat(run("up").exits(ExitCode.OK).out()).isEqualTo("ready " + files().queue() + "\n");
    }

    /** The number of the primary, once all is well. */
    int primary() {
        Transcript[] status = new Transcript[1];
        await().atMost(TO_BE_WELL).untilAsserted(() -> status[0] = run("status").exits(ExitCode.OK));
        return primary(status[0]);
    }

    /** The same of what {@code status} printed. */
    static int primary(Transcript status) {
        assertThat(status.out()).containsPattern(PRIMARY);
        return PRIMARY.matcher(status.out())
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
        await().until(() -> !process.isAlive());
    }

    /** All that runs of it. */
    List<ProcessHandle> processes() throws IOException {
        Laboratory files = files();
        List<ProcessHandle> all = new ArrayList<>();
        files.pidFile(Laboratory.ETCD).running().ifPresent(all::add);
        for (int number : Laboratory.databases()) {
            files.pidFile(Laboratory.patroni(number)).running().ifPresent(all::add);
            files.postmaster(number).running().ifPresent(all::add);
        }
        for (int number : Laboratory.parleyServers()) {
            files.pidFile(Laboratory.parley(number)).running().ifPresent(all::add);
        }
        return all;
    }

    /** How each of its logs ends: a folder that is deleted cannot be asked later why a test has failed. */
    String logs() throws IOException {
        try (Stream<Path> logs = Files.walk(files().logs())) {
            StringBuilder text = new StringBuilder();
            for (Path log : logs.filter(Files::isRegularFile).sorted().toList()) {
                List<String> lines =
                        new String(Files.readAllBytes(log), UTF_8).lines().toList();
                text.append("---- ").append(log.getFileName()).append('\n');
                lines.stream()
                        .skip(Math.max(0, lines.size() - LOG_LINES))
                        .forEach(line -> text.append(line).append('\n'));
            }
            return text.toString();
        }
    }

    @Override
    public void close() throws IOException {
        run("down").exits(ExitCode.OK);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
