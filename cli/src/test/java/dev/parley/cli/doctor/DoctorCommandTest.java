package dev.parley.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.Main;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code parley doctor} prints; the values are this host's. */
class DoctorCommandTest {
    private static final Pattern LINE = Pattern.compile("([! ]) ([a-z -]{18}) (\\S.*)");
    private static final String TIME = "\\d+\\.\\d+ (us|ms|s)";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsOneLineAFactAndEndsWithZero() throws IOException {
        List<String> before = here();
        assertThat(run("doctor")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .allMatch(line -> LINE.matcher(line).matches())
                .extracting(line -> group(line, 2).strip())
                .containsExactly(
                        "cores",
                        "cpu",
                        "load average",
                        "governor",
                        "clock source",
                        "clock resolution",
                        "clock cost",
                        "wake-up latency",
                        "descriptors",
                        "somaxconn",
                        "ephemeral ports",
                        "receive buffer",
                        "send buffer",
                        "loopback",
                        "transports",
                        "jdk",
                        "disk sync");
        assertThat(value(lines, "cores")).startsWith("" + Runtime.getRuntime().availableProcessors());
        assertThat(value(lines, "clock resolution")).matches("\\d+ ns.*");
        assertThat(value(lines, "clock cost")).matches("\\d+ ns per reading.*");
        assertThat(value(lines, "wake-up latency")).matches("median " + TIME + ", p99 " + TIME + ".*");
        assertThat(value(lines, "loopback")).contains("127.0.0.1");
        assertThat(value(lines, "transports")).startsWith("tcp, udp");
        assertThat(value(lines, "jdk")).startsWith(Runtime.version().toString());
        assertThat(value(lines, "disk sync")).matches("median " + TIME + " \\(\\w+\\).*");
        assertThat(here()).as("the current folder is as it was").isEqualTo(before);
    }

    @Test
    void printsAllFactsAsOneObject() {
        assertThat(run("doctor", "-j")).isZero();
        String json = out.toString(StandardCharsets.UTF_8);
        assertThat(json)
                .startsWith("{\"kind\":\"host\",\"limited\":")
                .endsWith("]}\n")
                .hasLineCount(1);
        assertThat(json)
                .containsPattern(
                        "\\{\"name\":\"cores\",\"value\":\"\\d+\",\"judgement\":\"(ok\",\"advice\":null|limits\",\"advice\":\"[^\"]+\")}")
                .contains("\"name\":\"disk sync\"");
        assertThat(Pattern.compile("\"judgement\":\"(ok|limits|unknown)\"")
                        .matcher(json)
                        .results())
                .hasSize(17);
        assertThat(json)
                .contains("\"limited\":"
                        + Pattern.compile("\"judgement\":\"limits\"")
                                .matcher(json)
                                .results()
                                .count() + ",");
    }

    @Test
    void judgesWhatItCannotSeeAsUnknown() {
        assertThat(HostReport.of(List.of(
                                HostCheck.plain("jdk", "25"),
                                HostCheck.plain("governor", HostCheck.UNKNOWN),
                                HostCheck.of("cores", "2", true, "compare runs of this host only")))
                        .facts())
                .extracting(HostReport.Fact::judgement)
                .containsExactly("ok", "unknown", "limits");
    }

    @Test
    void explainsItsMarkAndTakesNoWords() {
        assertThat(run("doctor", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("begins with ! limits something");
        assertThat(run("doctor", "please")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void isListedAmongTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("(?m)^  doctor +what this host allows");
    }

    @Test
    void reportsUnknownWhereNoFileCanBeWritten() {
        assertThat(HostTimings.diskSync(folder.resolve("missing")).line())
                .isEqualTo("! disk sync          unknown: no file can be written in the current folder");
    }

    @Test
    void leavesNothingWhereItTimedTheDisk() throws IOException {
        assertThat(HostTimings.diskSync(folder).value()).startsWith("median ");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void marksAFolderInMemory() {
        Path memory = Path.of("/dev/shm");
        if (!Files.isWritable(memory)) {
            System.err.println("DoctorCommandTest#marksAFolderInMemory skipped: there is no " + memory);
        }
        assumeTrue(Files.isWritable(memory), "there is no " + memory);
        assertThat(HostTimings.diskSync(memory).line())
                .startsWith("! disk sync")
                .contains("(tmpfs): this folder is in memory");
    }

    private static List<String> here() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static String group(String line, int number) {
        Matcher parts = LINE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        return parts.group(number);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> group(line, 2).strip().equals(name))
                .map(line -> group(line, 3))
                .findFirst()
                .orElseThrow();
    }

    private int run(String... words) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(console, words);
    }
}
