package dev.parley.cli.shell;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Another framing than the service's. */
public final class FramingOption {
    @Option(
            names = "--framing",
            paramLabel = "NAME",
            description = "len8, len16, len32, line, end or read (default: the service's)")
    @Nullable
    String name;

    /** Its name as typed; null for the service's. */
    public @Nullable String name() {
        return name;
    }
}
