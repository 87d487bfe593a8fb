package dev.parley.cli;

import dev.parley.load.LoadResult;
import dev.parley.load.ResultJson;
import dev.parley.load.ResultTables;
import dev.parley.load.SampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files a load writes. Each is opened before the load begins: nobody waits ten minutes to read "permission denied". */
final class LoadOutputs {
    private static final String STDOUT = "-";

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

    @Option(names = "--samples", paramLabel = "FILE", description = "every measured request, a line each")
    @Nullable
    Path samples;

    /** Standard output then holds the document alone. */
    boolean jsonOnStdout() {
        return STDOUT.equals(json);
    }

    private @Nullable Path jsonFile() {
        return json == null || jsonOnStdout() ? null : Path.of(json);
    }

    void check() throws IOException {
        Path[] files = {jsonFile(), hgrm, csv};
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

    void write(LoadResult result, Console console) throws IOException {
        byte[] document = ResultJson.of(result);
        if (jsonOnStdout()) {
            console.print(document);
        }
        OutputFile.write(jsonFile(), document);
        OutputFile.write(hgrm, ResultTables.hgrm(result));
        OutputFile.write(csv, ResultTables.csv(result));
    }
}
