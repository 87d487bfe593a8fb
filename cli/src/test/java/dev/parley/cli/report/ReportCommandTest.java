package dev.parley.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ResultFiles;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Reverse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {
    @TempDir
    Path folder;

    private ResultFiles files;

    @BeforeEach
    void empty() {
        files = new ResultFiles(folder);
    }

    /** Three runs around so many microseconds as three words: {@code before= a b c}. */
    private String[] threeRuns(long fastestMicros) throws IOException {
        return new String[] {files.run(fastestMicros - 1), files.run(fastestMicros), files.run(fastestMicros + 1)};
    }

    private Transcript beforeAndAfter(long before, long after, String... options) throws IOException {
        String[] b = threeRuns(before);
        String[] a = threeRuns(after);
        String[] words = new String[9 + options.length];
        System.arraycopy(
                new String[] {"report", "before=", b[0], b[1], b[2], "after=", a[0], a[1], a[2]}, 0, words, 0, 9);
        System.arraycopy(options, 0, words, 9, options.length);
        return Transcript.of(words);
    }

    @Test
    void fitsATerminalOfEightyColumnsAndIsWholeElsewhere() throws IOException {
        String[] words = {"report", "before=" + files.run(100), "after=" + files.run(110)};
        String narrow = Transcript.onTerminal(80, words).exits(ExitCode.OK).out();
        assertThat(narrow.lines()).allMatch(line -> line.length() <= 80, "fits");
        assertThat(narrow).containsPattern("(?m)^ +runs .* p50 ").containsPattern("(?m)^ +p9.* max .*verdict$");
        assertThat(narrow.lines().filter(line -> line.startsWith("before  "))).hasSize(2);
        String whole = Transcript.of(words).exits(ExitCode.OK).out();
        assertThat(narrow.split("\\s+")).contains(whole.split("\\s+"));
        assertThat(whole.lines().filter(line -> line.startsWith("before  "))).hasSize(1);
    }

    @Test
    void realRunsAreMergedAndCompared() throws Exception {
        Path one = folder.resolve("one.json");
        Path two = folder.resolve("two.json");
        try (RunningServer server = new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("reverse+tcp://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve))) {
            for (Path file : new Path[] {one, two}) {
                Transcript.of(
                                "load",
                                server.endpoint().toString(),
                                "--count",
                                "300",
                                "--warmup",
                                "0",
                                "--json",
                                file.toString())
                        .exits(ExitCode.OK);
            }
        }
        Transcript merged =
                Transcript.of("report", one.toString(), two.toString()).exits(ExitCode.OK);
        assertThat(merged.out())
                .contains("constant 1000/s, 3 clients, depth 1, 64 bytes")
                .containsPattern("reverse\\+tcp://127.0.0.1:\\d+ +2 +600 ")
                .doesNotContain("against");
        assertThat(merged.err()).contains("one setting in all files", "before=FILE after=FILE");
        Transcript compared =
                Transcript.of("report", "before=" + one, "after=" + two).exits(ExitCode.OK);
        assertThat(compared.out())
                .containsPattern("before +1 +300 ")
                .containsPattern("after +1 +300 ")
                .containsPattern(
                        "after against before:\n  p50 .*[-+][0-9.]+ % \\(95 %: [-+][0-9.]+ to [-+][0-9.]+ %\\)")
                .contains("what differs from run to run is NOT in them");
        assertThat(compared.err()).isEmpty();
    }

    @Test
    void identicalFilesDoNotDiffer() throws IOException {
        String[] runs = threeRuns(1_000);
        Transcript report = Transcript.of("report", "a=", runs[0], runs[1], runs[2], "b=", runs[0], runs[1], runs[2])
                .exits(ExitCode.OK);
        assertThat(report.out())
                .containsPattern(
                        "p50 +\\+0.0 % \\(95 %: .*\\) +no difference shown; 1 more run of each would settle it\n")
                .contains("5 of 100 tables of equal groups (4 differences")
                .doesNotContain("slower", "faster", "more\n", "less\n");
    }

    /** 1 ms to 3 ms: p50 is 2 ms. Twice that is +100 %. */
    @Test
    void differenceIsReportedWithItsInterval() throws IOException {
        Transcript report = beforeAndAfter(1_000, 2_000).exits(ExitCode.OK);
        assertThat(report.out())
                .containsPattern("before +3 +6000 +0 +200.0 +response +2.00 ms +2.80 ms +2.98 ms .* valid\n")
                .containsPattern("after +3 +6000 +0 +200.0 +response +4.00 ms ")
                .containsPattern("p50 +\\+100.0 % \\(95 %: \\+99.\\d to \\+100.\\d %\\) +slower\n")
                .containsPattern("throughput +\\+0.0 % \\(95 %: -0.1 to \\+0.1 %\\) +no difference")
                .contains("not reported: p99.9, p99.99; too few samples")
                .contains("what differs from run to run is in them");
        assertThat(report.err()).isEmpty();
    }

    @Test
    void regressionExits99AndReportsWhereAndByHowMuch() throws IOException {
        Transcript report = beforeAndAfter(1_000, 1_100, "--regression", "5%").exits(ExitCode.THRESHOLD);
        assertThat(report.err())
                .containsPattern(
                        "regression: p50 of 'after' against 'before' is 10(\\.\\d)? % worse \\(95 %: 9\\.\\d to 10\\.\\d %\\),"
                                + " more than 5 %")
                .contains("regression: p99 of 'after'")
                .doesNotContain("throughput");
        assertThat(report.out()).contains("slower");
    }

    @Test
    void whatGotBetterOrKeptTheLimitIsNoRegression() throws IOException {
        for (long after : new long[] {900, 1_000, 1_020}) {
            Transcript report = beforeAndAfter(1_000, after, "--regression", "5%", "--strict")
                    .exits(ExitCode.OK);
            assertThat(report.err()).isEqualTo("parley report: no regression above 5 %\n");
        }
    }

    @Test
    void onlyTheGivenMetricsCount() throws IOException {
        beforeAndAfter(1_000, 2_000, "--regression", "5%", "--metric", "throughput")
                .exits(ExitCode.OK);
        beforeAndAfter(1_000, 2_000, "--regression", "5%", "--metric", "throughput", "--metric", "p90")
                .exits(ExitCode.THRESHOLD);
    }

    @Test
    void whatTheseRunsCannotTellIsAWarningAndStrictlyAFailure() throws IOException {
        String[] few = {"before=" + files.run(1_000), "after=" + files.run(1_000)};
        Transcript open =
                Transcript.of("report", few[0], few[1], "--regression", "50%").exits(ExitCode.OK);
        assertThat(open.err())
                .isEqualTo("parley report: undecided: p50, p99, throughput of 'after' against 'before': it"
                        + " takes 3 runs of each to know their spread\n");
        Transcript.of("report", few[0], few[1], "--regression", "50%", "--strict")
                .exits(ExitCode.THRESHOLD);
        Transcript untold = Transcript.of(
                        "report", few[0], few[1], "--regression", "50%", "--metric", "p99.99", "--strict")
                .exits(ExitCode.THRESHOLD);
        assertThat(untold.err()).contains("p99.99 of 'after' against 'before': there are too few samples");
    }

    @Test
    void singleRunsAreUndecidedHoweverMuchTheyDiffer() throws IOException {
        Transcript report = Transcript.of("report", files.run(1_000), files.run(2_000), "--regression", "5%")
                .exits(ExitCode.OK);
        assertThat(report.err())
                .contains("each file is compared with the first")
                .contains("undecided: p50, p99, throughput of '")
                .doesNotContain("regression: p50");
        assertThat(report.out())
                .containsPattern("p50 +\\+100.0 % \\(95 %: .*\\) +undecided\n")
                .contains("It takes 3 or more runs of each to decide.");
    }

    @Test
    void settingsAreGroupsWithoutNames() throws IOException {
        Transcript report = Transcript.of(
                        "report",
                        files.run(1_000),
                        files.run(1_000, "constant 200/s", "another kernel"),
                        files.run(1_000, "constant 100/s", "a kernel"))
                .exits(ExitCode.OK);
        assertThat(report.out())
                .containsPattern("\nconstant 200/s +2 ")
                .containsPattern("\nconstant 100/s +1 ")
                .contains("constant 100/s against constant 200/s:");
        assertThat(report.err())
                .isEqualTo("parley report: warning: the runs of 'constant 200/s' were made in different environments:"
                        + " kernel 'a kernel' and 'another kernel'\n");
    }

    @Test
    void textOfAFileCannotForgeALine() throws IOException {
        Transcript report = Transcript.of("report", files.run(1_000, "x\\u001b[2J\\nforged", "a kernel"))
                .exits(ExitCode.OK);
        assertThat(report.out()).doesNotContain("\u001b", "\nforged").contains("forged");
    }

    @Test
    void jsonOnStandardOutputIsOneDocumentAndNothingElse() throws IOException {
        Transcript report = beforeAndAfter(1_000, 2_000, "--json", "-", "--regression", "5%")
                .exits(ExitCode.THRESHOLD);
        assertThat(report.out())
                .startsWith("{\n  \"schema\" : \"parley-report\",")
                .endsWith("}\n")
                .contains("\"finding\" : \"worse\"", "\"limitPercent\" : 5.0");
        Path file = folder.resolve("report.json");
        Transcript written =
                beforeAndAfter(1_000, 2_000, "--json", file.toString()).exits(ExitCode.OK);
        assertThat(written.out()).contains("after against before:");
        assertThat(file).content().startsWith("{\n  \"schema\" : \"parley-report\",");
    }

    @Test
    void sameFilesAndSeedGiveTheSameReport() throws IOException {
        String[] words = {"report", "a=" + files.run(1_000), "b=" + files.run(1_300)};
        assertThat(Transcript.of(words).out()).isEqualTo(Transcript.of(words).out());
        assertThat(Transcript.of(words[0], words[1], words[2], "--seed", "2").out())
                .isNotEqualTo(Transcript.of(words).out());
    }

    @Test
    void standardInputIsOneOfTheFiles() throws IOException {
        byte[] document = ResultFiles.document(1_000, "constant 200/s", "a kernel", 9);
        Transcript report = Transcript.withInput(document, "report", "a=" + files.run(1_000), "b=-")
                .exits(ExitCode.OK);
        assertThat(report.out()).contains("b against a:");
        Transcript twice = Transcript.withInput(document, "report", "-", "-").exits(ExitCode.USAGE);
        assertThat(twice.err()).contains("give '-' once");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none.json          | 1  | there is no file 'none.json'
                    .                  | 1  | the file '.' cannot be read: Is a directory
                    before=            | 2  | no file follows 'before='
                    before= none.json  | 1  | there is no file 'none.json'
                    ./a=b.json         | 1  | there is no file './a=b.json'
                    ''                 | 2  | Missing required parameter
                    """)
    void whatCannotBeReadIsNamed(String words, int exitCode, String line) {
        Transcript report =
                Transcript.of(("report " + words).strip().split(" +")).exits(exitCode);
        assertThat(report.out()).isEmpty();
        assertThat(report.err()).contains(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nothing        | ''                                                  | not a JSON object
                    text           | hello                                               | not a JSON document (line 1
                    another        | {"schema": "parley-report", "schemaVersion": 1}      | not a result of parley load
                    newer          | {"schema": "parley-load", "schemaVersion": 9}        | schema version 9, this program reads version 1 and is too old
                    half           | {"schema": "parley-load", "schemaVersion": 1, "load" | ends too early (line 1
                    """)
    void whatIsNoResultIsNamedWithAWayOut(String name, String content, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".json"), content);
        Transcript report =
                Transcript.of("report", files.run(1_000), file.toString()).exits(ExitCode.FAILED);
        assertThat(report.out()).isEmpty();
        assertThat(report.err().lines()).hasSize(1);
        assertThat(report.err()).contains("'" + file + "' cannot be used: ", complaint, "'parley load --json FILE'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "hdrHistogram" : "HIST | "hdrHistogram" : "AAAA | 'response.hdrHistogram' is not a histogram that can be read
                    "clients" : 2          | "clients" : "two"      | 'load.clients' must be a whole number from 0 to 2147483647
                    "cores" : 2,           |                        | 'environment.cores' is missing
                    """)
    void damagedFieldIsNamed(String field, @Nullable String damaged, String complaint) throws IOException {
        String document =
                new String(ResultFiles.document(1_000, "constant 200/s", "a kernel", 1), StandardCharsets.UTF_8);
        Path file = Files.writeString(
                folder.resolve("damaged.json"), document.replace(field, damaged == null ? "" : damaged));
        Transcript report = Transcript.of("report", file.toString()).exits(ExitCode.FAILED);
        assertThat(report.err()).contains("'" + file + "' cannot be used: " + complaint + ";");
        assertThat(report.err().lines()).hasSize(1);
    }

    @Test
    void fileWithoutAnEndIsNotReadForEver() {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "there is no /dev/zero here, so no file without an end");
        Transcript report = Transcript.of("report", "/dev/zero").exits(ExitCode.FAILED);
        assertThat(report.err()).contains("it is larger than 64 MiB");
    }

    @Test
    void wordsThatMeanNothingAreUsageErrors() throws IOException {
        String file = files.run(1_000);
        usage("--regression needs something to compare with", file, "--regression", "5%");
        usage("--regression needs something to compare with", "a=" + file, "--regression", "5%");
        usage("require --regression", file, "--metric", "p99");
        usage("require --regression", file, "--strict");
        usage("invalid percentage '5'; expected 5%", file, "--regression", "5");
        usage("there is no metric 'p98'", "a=" + file, "b=" + file, "--regression", "5%", "--metric", "p98");
        usage("has no name and others have one", "a=" + file, file);
        usage("is read; write to another file", file, "--json", file);
        usage("cannot be merged as 'a'", "a=" + file, "a=" + files.run(1_000, "constant 9/s", "a kernel"));
    }

    private static void usage(String line, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "report";
        System.arraycopy(words, 0, all, 1, words.length);
        Transcript report = Transcript.of(all).exits(ExitCode.USAGE);
        assertThat(report.out()).isEmpty();
        assertThat(report.err()).contains(line);
    }

    @Test
    void unwritableDocumentIsAnErrorBeforeAnythingIsPrinted() throws IOException {
        Transcript report = Transcript.of(
                        "report",
                        files.run(1_000),
                        "--json",
                        folder.resolve("none/r.json").toString())
                .exits(ExitCode.IO_ERROR);
        assertThat(report.out()).isEmpty();
        assertThat(report.err()).contains("there is no such folder");
    }
}
