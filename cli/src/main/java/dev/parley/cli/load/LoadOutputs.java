package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.OutputFile;
import dev.parley.load.SampleFile;
import dev.parley.page.HtmlReport;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files a load writes. Each is opened before the load begins: "permission denied" must not come after ten minutes. */
final class LoadOutputs {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "the whole result as one document; - for standard output")
    @Nullable
    String json;

    @Option(names = "--hgrm", paramLabel = "FILE", description = "response times as HdrHistogram's plotters read them")
    @Nullable
    Path hgrm;

    @Option(names = "--csv", paramLabel = "FILE", description = "the percentiles of both clocks")
    @Nullable
    Path csv;

    @Option(names = "--html", paramLabel = "FILE", description = "the result as one page with charts, for a browser")
    @Nullable
    Path html;

    @Option(names = "--samples", paramLabel = "FILE", description = "every measured request, a line each")
    @Nullable
    Path samples;

    /** Standard output then holds the document alone. */
    boolean jsonOnStdout() {
        return document().isStdout();
    }

    private OutputFile document() {
        return new OutputFile(json);
    }

    void check() throws IOException {
        document().check();
        Path[] files = {hgrm, csv, html};
        for (Path file : files) {
            OutputFile.check(file);
        }
    }

    @Nullable
    SampleFile openSamples() throws IOException {
        Path file = samples;
        if (file == null) {
            return null;
        }
        try {
            return new SampleFile(Files.newOutputStream(file));
        } catch (IOException e) {
            throw OutputFile.cannot(file, e);
        }
    }

    /** A search has no histogram, no samples and no page of its own. */
    void requireJsonAtMost() {
        if (hgrm != null || csv != null || html != null || samples != null) {
            throw new Failure(
                    ExitCode.USAGE, "--hgrm, --csv, --html and --samples cannot be combined with --find; use --json");
        }
    }

    void write(LoadResult result, Console console) throws IOException {
        writeJson(() -> ResultDocument.of(result).toJson(), console);
        OutputFile.write(hgrm, () -> ResultTables.hgrm(result));
        OutputFile.write(csv, () -> ResultTables.csv(result));
        String endpoint = result.setting().endpoint();
        OutputFile.write(html, () -> HtmlReport.of("Load on " + endpoint, new NamedResult(endpoint, result)));
    }

    void writeJson(Supplier<byte[]> result, Console console) throws IOException {
        document().write(result, console);
    }
}
