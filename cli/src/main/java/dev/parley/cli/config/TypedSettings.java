package dev.parley.cli.config;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What of a command line is a setting. */
final class TypedSettings {
    private static final String ORIGIN = "the command line";

    private TypedSettings() {}

    static List<Setting> of(CommandLine command, List<String> words) {
        List<Setting> settings = new ArrayList<>();
        for (OptionSpec option : command.parseArgs(words.toArray(String[]::new)).matchedOptions()) {
            String value = option.arity().max() == 0
                    ? "true"
                    : option.originalStringValues().getLast();
            Keys.ofOption(option.longestName()).ifPresent(key -> settings.add(new Setting(key, value, ORIGIN)));
        }
        return settings;
    }
}
