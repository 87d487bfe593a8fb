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

    /** As if it had been typed; null for the service's. */
    public static FramingOption of(@Nullable String name) {
        FramingOption option = new FramingOption();
        option.name = name;
        return option;
    }

    /** Its name as typed; null for the service's. */
    public @Nullable String name() {
        return name;
    }
}
