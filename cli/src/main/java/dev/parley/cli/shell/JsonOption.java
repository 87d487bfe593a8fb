package dev.parley.cli.shell;

import picocli.CommandLine.Option;

/** Data for programs instead of text for users, the same on every command that prints lines. */
public final class JsonOption {
    @Option(
            names = {"-j", "--json"},
            description = "an object a line for each message and result (docs/json-lines.md)")
    boolean enabled;

    /** Whether it was given. */
    public boolean enabled() {
        return enabled;
    }
}
