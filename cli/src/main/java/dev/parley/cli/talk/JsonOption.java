package dev.parley.cli.talk;

import picocli.CommandLine.Option;

/** Data for programs instead of text for users, the same on every command that talks to a server. */
final class JsonOption {
    @Option(
            names = {"-j", "--json"},
            description = "an object a line for each message and result (docs/json-lines.md)")
    boolean enabled;
}
