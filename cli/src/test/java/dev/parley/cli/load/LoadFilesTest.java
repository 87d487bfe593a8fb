package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.JsonText;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Reverse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code parley load} writes, and where to. */
class LoadFilesTest extends LoadCalls {
    private static RunningServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void serve() throws IOException {
        server = new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("reverse+tcp://127.0.0.1:0"), Reverse.PROTOCOL, Reverse::serve));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String tcp() {
        return server.endpoint().toString();
    }

    @Test
    void anOutputIsNotWrittenTwice() {
        assertThat(load(tcp(), "-o", "a.html", "--html", "b.html")).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).startsWith("parley load: --output a.html is what --html writes; leave one of them out");
    }

    @Test
    void jsonOnStandardOutputIsOneDocumentAndNothingElse() {
        int exit = load(tcp(), "--rate", "500", "--duration", "300ms", "--warmup", "0", "--json", "-");
        assertThat(exit).as(errors()).isZero();
        assertThat(JsonText.names(printed()))
                .contains("schemaVersion", "verdict", "environment", "response", "service", "lateness", "p99.99")
                .contains("askedPerSecond", "hiccups", "command", "unsent", "late", "reordered", "jitterNanos");
        assertThat(printed()).startsWith("{").endsWith("}\n").doesNotContainPattern("[:\\[,] -?(NaN|Infinity)");
    }

    @Test
    void filesHoldTheResult() throws IOException {
        Path json = folder.resolve("r.json");
        Path hgrm = folder.resolve("r.hgrm");
        Path csv = folder.resolve("r.csv");
        Path html = folder.resolve("r.html");
        Path samples = folder.resolve("samples.csv");
        int exit = load(
                tcp(),
                "--rate",
                "2000",
                "--count",
                "1200",
                "--warmup",
                "100ms",
                "--json",
                json.toString(),
                "--hgrm",
                hgrm.toString(),
                "--csv",
                csv.toString(),
                "--html",
                html.toString(),
                "--samples",
                samples.toString());
        assertThat(exit).as(errors()).isZero();
        assertThat(JsonText.names(Files.readString(json))).contains("schemaVersion");
        assertThat(hgrm).content().containsPattern("Total count += +1200\\]");
        assertThat(csv).content().startsWith("percentile,response_ns,service_ns,lateness_ns\np50,");
        assertThat(html)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Load on " + tcp() + "</title>", "data-count=\"1200\"");
        assertThat(Files.readAllLines(samples))
                .hasSize(1201)
                .startsWith("sequence,intended_ns,sent_ns,done_ns,outcome")
                .element(1200)
                .asString()
                .matches("[0-9]+,[0-9]+,[0-9]+,[0-9]+,reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--html"})
    void unwritableFileIsAnErrorBeforeAnythingIsSent(String option) {
        assertThat(load(tcp(), option, folder.resolve("none/r").toString())).isEqualTo(ExitCode.IO_ERROR);
        assertThat(errors()).contains("there is no such folder");
        assertThat(printed()).isEmpty();
    }

    @Test
    void fullDiskUnderSamplesMarksTheResult() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here, so no full disk");
        int exit = load(tcp(), "--closed", "--count", "5000", "--warmup", "0", "--samples", "/dev/full", "--json", "-");
        assertThat(exit).isEqualTo(ExitCode.IO_ERROR);
        assertThat(errors()).contains("the samples file is incomplete: No space left on device");
        assertThat(JsonText.names(printed())).contains("schemaVersion");
        assertThat(printed()).contains("the samples file is incomplete");
    }

    @ParameterizedTest
    @CsvSource({"--csv, 'percentile,response_ns'", "--html, <!DOCTYPE html>", "--hgrm, '       Value'"})
    void aHyphenIsStandardOutputForEachDocument(String option, String begins) {
        int exit = load(tcp(), "--rate", "200", "--count", "100", "--warmup", "0", option, "-");
        assertThat(exit).as(errors()).isZero();
        assertThat(printed()).startsWith(begins).doesNotContain("verdict: ");
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void twoDocumentsOnStandardOutputAndSamplesThereAreRefused() {
        assertThat(load(tcp(), "--csv", "-", "--html", "-")).isEqualTo(ExitCode.USAGE);
        assertThat(load(tcp(), "--samples", "-")).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains("only one of --json", "--samples needs a file");
    }

    @Test
    void aLoadThatCannotConnectLeavesTheSamplesOfTheLastAndNoEmptyResult() throws Exception {
        Path samples = Files.writeString(folder.resolve("samples.csv"), "of the last load");
        Path json = folder.resolve("r.json");
        int exit = load("reverse://127.0.0.1:1", "--samples", samples.toString(), "--json", json.toString());
        assertThat(exit).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(samples).hasContent("of the last load");
        assertThat(json).doesNotExist();
    }

    @Test
    void aRefusedSearchLeavesNoFile() {
        Path json = folder.resolve("found.json");
        int exit = load(tcp(), "--find", "p99.99<2ms", "--rate", "9", "--json", json.toString());
        assertThat(exit).isEqualTo(ExitCode.USAGE);
        assertThat(json).doesNotExist();
    }
}
