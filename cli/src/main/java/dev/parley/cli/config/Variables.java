package dev.parley.cli.config;

import dev.parley.cli.shell.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of the environment: {@code PARLEY_MAX_CLIENTS} is {@code --max-clients}. */
final class Variables {
    static final String PREFIX = "PARLEY_";

    /** Names the file. */
    static final String CONFIG = PREFIX + "CONFIG";

    /** Of the launcher, and of those that start a command for each message. */
    private static final Set<String> OTHERS = Set.of(
            CONFIG,
            PREFIX + "AOT",
            PREFIX + "ATTEMPT",
            PREFIX + "ID",
            PREFIX + "JAVA_HOME",
            PREFIX + "JAVA_OPTS",
            PREFIX + "LAUNCHER",
            PREFIX + "PLUGINS",
            PREFIX + "TUBE");

    private Variables() {}

    /** What is set there; an empty value is none. */
    static List<Setting> settings(Map<String, String> environment) {
        List<Setting> settings = new ArrayList<>();
        for (Key key : Keys.ALL) {
            String value = environment.getOrDefault(key.variable(), "");
            if (!value.isEmpty()) {
                settings.add(new Setting(key, value, key.variable()));
            }
        }
        return settings;
    }

    /** Those that look like settings and are none: others of that name may have other uses, so they are no error. */
    static List<String> unknown(Map<String, String> environment) {
        List<String> names = Keys.ALL.stream().map(Key::variable).toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !OTHERS.contains(name) && !names.contains(name))
                .sorted()
                .map(name -> "there is no setting " + name
                        + Suggestions.closest(name, names)
                                .map(close -> "; did you mean '" + close + "'?")
                                .orElse(""))
                .toList();
    }
}
