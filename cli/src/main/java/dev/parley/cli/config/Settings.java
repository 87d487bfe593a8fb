package dev.parley.cli.config;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The settings of a server that were not typed: those of a file, and over them those of the environment. What is typed goes over
 * both. A command reads them as if they had been typed before what was.
 */
public final class Settings {
    private final boolean isOfFile;
    private final ConfigFile file;
    private final List<Setting> variables;

    private Settings(boolean isOfFile, ConfigFile file, List<Setting> variables) {
        this.isOfFile = isOfFile;
        this.file = file;
        this.variables = variables;
    }

    /**
     * Reads them.
     *
     * @param typed the file that was typed; null for the one that the environment names, or none
     * @throws Failure when the file cannot be used: a line for each problem
     */
    public static Settings read(@Nullable Path typed, Map<String, String> environment) {
        Settings settings = of(typed, environment);
        refuse(settings.file.problems());
        return settings;
    }

    static Settings of(@Nullable Path typed, Map<String, String> environment) {
        String named = environment.getOrDefault(Variables.CONFIG, "");
        Path path = typed == null && !named.isEmpty() ? Path.of(named) : typed;
        ConfigFile file = path == null ? new ConfigFile(List.of(), List.of(), List.of()) : ConfigFile.read(path);
        return new Settings(path != null, file, Variables.settings(environment));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
    }

    /** Lines about variables of the environment that look like settings and are none. */
    public static List<String> unknownVariables(Map<String, String> environment) {
        return Variables.unknown(environment);
    }

    /** Whether there is a file, which may be read again. */
    public boolean isOfFile() {
        return isOfFile;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return !isOfFile && variables.isEmpty();
    }

    /** The endpoints that the file names. */
    public List<String> addresses() {
        return file.endpoints().stream().map(EndpointTable::address).toList();
    }

    /** Where the address of an endpoint stands. */
    public String origin(int endpoint) {
        return file.endpoints().get(endpoint).origin();
    }

    /** What is set of the server, as it would be typed. */
    public List<String> words(CommandSpec command) {
        return words(ofServer().values(), command);
    }

    /** What is set of an endpoint of the file, as it would be typed. */
    public List<String> words(int endpoint, CommandSpec command) {
        return words(of(file.endpoints().get(endpoint)).values(), command);
    }

    /** What is set of an endpoint of the file in its own table, as it would be typed. */
    public List<String> ownWords(int endpoint, CommandSpec command) {
        return words(own(endpoint).values(), command);
    }

    Map<Key, Setting> ofServer() {
        Map<Key, Setting> merged = new LinkedHashMap<>();
        file.settings().forEach(setting -> merged.put(setting.key(), setting));
        variables.forEach(setting -> merged.put(setting.key(), setting));
        return merged;
    }

    Map<Key, Setting> of(EndpointTable endpoint) {
        Map<Key, Setting> merged = new LinkedHashMap<>();
        file.settings().forEach(setting -> merged.put(setting.key(), setting));
        endpoint.settings().forEach(setting -> merged.put(setting.key(), setting));
        variables.forEach(setting -> merged.put(setting.key(), setting));
        merged.keySet().removeIf(key -> !key.ofEndpoints());
        return merged;
    }

    /** What an endpoint's own table says. */
    Map<Key, Setting> own(int endpoint) {
        Map<Key, Setting> own = new LinkedHashMap<>();
        file.endpoints().get(endpoint).settings().forEach(setting -> own.put(setting.key(), setting));
        return own;
    }

    /**
     * What is different there, of what was not typed.
     *
     * @param typed what was typed
     */
    public Changes changesTo(Settings now, CommandLine.ParseResult typed) {
        Set<String> options =
                typed.matchedOptions().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
        return Changes.between(this, now, options);
    }

    ConfigFile file() {
        return file;
    }

    private static List<String> words(Iterable<Setting> settings, CommandSpec command) {
        List<String> words = new ArrayList<>();
        for (Setting setting : settings) {
            String word = setting.word(hasValue(setting, command));
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean hasValue(Setting setting, CommandSpec command) {
        OptionSpec option = command.findOption(setting.key().option());
        if (option == null) {
            throw new IllegalStateException(
                    command.name() + " has no " + setting.key().option());
        }
        return option.arity().max() > 0;
    }

    /**
     * Looks at each value by itself.
     *
     * @param command takes all settings as options
     * @throws Failure when there are values that cannot be: a line for each
     */
    public void requireValues(CommandLine command) {
        refuse(badValues(command));
    }

    List<Problem> badValues(CommandLine command) {
        List<Setting> all = new ArrayList<>(file.settings());
        file.endpoints().forEach(endpoint -> all.addAll(endpoint.settings()));
        all.addAll(variables);
        List<Problem> problems = new ArrayList<>();
        for (Setting setting : all) {
            String reason = hasValue(setting, command.getCommandSpec())
                    ? refusal(setting, command)
                    : setting.isOnOrOff() ? "" : "it is true or false";
            if (!reason.isEmpty()) {
                problems.add(new Problem(setting.origin(), 0, setting.key().path() + ": " + reason));
            }
        }
        return problems;
    }

    /** Why it cannot be; empty when it can. */
    private static String refusal(Setting setting, CommandLine command) {
        try {
            command.parseArgs(setting.word(true));
            return "";
        } catch (ParameterException e) {
            String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return line.replaceFirst("^Invalid value for option '[^']*'(?: \\([^)]*\\))?: ", "");
        }
    }

    /** What was typed, as it is read again for a command with fewer options. */
    public static List<String> typed(CommandLine.ParseResult typed, CommandSpec command) {
        List<String> words = new ArrayList<>();
        for (OptionSpec option : Set.copyOf(typed.matchedOptions())) {
            OptionSpec known = command.findOption(option.longestName());
            if (known != null) {
                String value = option.originalStringValues().isEmpty()
                        ? ""
                        : option.originalStringValues().getLast();
                words.add(known.arity().max() > 0 ? option.longestName() + "=" + value : option.longestName());
            }
        }
        return words;
    }
}
