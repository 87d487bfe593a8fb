package dev.parley.cli.config;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What of a command line is a setting. */
final class TypedSettings {
    private static final String ORIGIN = "the command line";

    private TypedSettings() {}

    /**
     * Reads it.
     *
     * @throws Failure when the command would not take these words
     */
    static List<Setting> of(CommandLine command, List<String> words) {
        List<Setting> settings = new ArrayList<>();
        for (OptionSpec option : parsed(command, words).matchedOptions()) {
            String value = option.arity().max() == 0
                    ? "true"
                    : option.originalStringValues().getLast();
            Keys.ofOption(option.longestName()).ifPresent(key -> settings.add(new Setting(key, value, ORIGIN)));
        }
        return settings;
    }

    private static ParseResult parsed(CommandLine command, List<String> words) {
        try {
            return command.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("bad usage"));
        }
    }
}
