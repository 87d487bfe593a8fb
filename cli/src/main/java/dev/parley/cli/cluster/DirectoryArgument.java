package dev.parley.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The folder of a laboratory. */
final class DirectoryArgument {
    @Parameters(index = "0", paramLabel = "DIR", description = "the laboratory's folder")
    Path directory = Path.of("");

    /** The laboratory that is there. */
    Laboratory open() throws IOException {
        return Laboratory.open(directory);
    }
}
