package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.OutputFile;
import dev.parley.compare.Report;
import dev.parley.compare.ReportDocument;
import dev.parley.page.HtmlReport;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files a load writes. Each is tried before the load begins: "permission denied" must not come after ten minutes. */
final class LoadOutputs {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "the whole result as one document; - for standard output")
    @Nullable
    String json;

    @Option(
            names = "--hgrm",
            paramLabel = "FILE",
            description = "response times as HdrHistogram's plotters read them; - for standard output")
    @Nullable
    String hgrm;

    @Option(names = "--csv", paramLabel = "FILE", description = "the percentiles of both clocks; - for standard output")
    @Nullable
    String csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "the result as one page with charts, for a browser; - for standard output")
    @Nullable
    String html;

    @Option(names = "--samples", paramLabel = "FILE", description = "every measured request, a line each")
    @Nullable
    Path samples;

    @Option(
            names = "--intervals",
            paramLabel = "FILE",
            description = "a JSON object a line for each --interval, while it runs; - for standard output")
    @Nullable
    String intervals;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "a result of the kind its name ends with: .html, .csv, .hgrm, else JSON; - for JSON on standard output")
    @Nullable
    String output;

    /** Makes of {@code --output} the option it stands for. */
    void assignByEnding() {
        if (output == null) {
            return;
        }
        String option = OutputFile.optionFor(output);
        switch (option) {
            case "--html" -> html = OutputFile.only(html, output, option);
            case "--csv" -> csv = OutputFile.only(csv, output, option);
            case "--hgrm" -> hgrm = OutputFile.only(hgrm, output, option);
            default -> json = OutputFile.only(json, output, option);
        }
    }

    /** Standard output then holds the document alone. */
    boolean onStdout() {
        return documents().anyMatch(OutputFile::isStdout);
    }

    private Stream<OutputFile> documents() {
        return Stream.of(
                new OutputFile(json),
                new OutputFile(hgrm),
                new OutputFile(csv),
                new OutputFile(html),
                new OutputFile(intervals));
    }

    void check() throws IOException {
        if (documents().filter(OutputFile::isStdout).count() > 1) {
            throw new Failure(
                    ExitCode.USAGE, "only one of --json, --hgrm, --csv, --html and --intervals can be standard output");
        }
        if (samples != null && samples.toString().equals("-")) {
            throw new Failure(ExitCode.USAGE, "--samples needs a file; standard output is for the result");
        }
        for (OutputFile document : documents().toList()) {
            document.check();
        }
        OutputFile.check(samples);
    }

    /** Null when none are wanted. The file is emptied. */
    @Nullable
    IntervalLines intervalLines(Duration every, Console console) throws IOException {
        return intervals == null ? null : new IntervalLines(intervals, every, console);
    }

    /** Null when no samples are wanted. */
    @Nullable
    DeferredFile samples() {
        return samples == null ? null : new DeferredFile(samples);
    }

    /** What is more than one load has no histogram, no samples and no page of its own. */
    void requireJsonAtMost(String with) {
        if (hgrm != null || csv != null || html != null || samples != null || intervals != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--hgrm, --csv, --html, --samples and --intervals cannot be combined with " + with
                            + "; use --json");
        }
    }

    /** What compares loads has a document and a page; the rest is of one load. */
    void requireJsonAndHtmlAtMost(String with) {
        if (hgrm != null || csv != null || samples != null || intervals != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--hgrm, --csv, --samples and --intervals cannot be combined with " + with
                            + "; use --json and --html");
        }
    }

    void write(Report report, ReportDocument document, Console console) throws IOException {
        writeJson(document::toJson, console);
        new OutputFile(html).write(() -> HtmlReport.of("Load against a baseline", report), console);
    }

    /** A file that is read must not be written. */
    void mustNotBe(String file) throws IOException {
        for (OutputFile document : documents().toList()) {
            if (document.isSameAs(Path.of(file))) {
                throw new Failure(ExitCode.USAGE, "'" + file + "' is the baseline; write to another file");
            }
        }
    }

    void write(LoadResult result, Console console) throws IOException {
        writeJson(() -> ResultDocument.of(result).toJson(), console);
        new OutputFile(hgrm).write(() -> ResultTables.hgrm(result), console);
        new OutputFile(csv).write(() -> ResultTables.csv(result), console);
        String endpoint = result.setting().endpoint();
        new OutputFile(html)
                .write(() -> HtmlReport.of("Load on " + endpoint, new NamedResult(endpoint, result)), console);
    }

    void writeJson(Supplier<byte[]> result, Console console) throws IOException {
        new OutputFile(json).write(result, console);
    }
}
