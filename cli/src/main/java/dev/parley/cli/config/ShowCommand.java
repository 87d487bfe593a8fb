package dev.parley.cli.config;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Secrets;
import dev.parley.cli.shell.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows the settings that serve would have, as a file; passwords are left out.",
            "",
            "  parley config show --config parley.toml         what the file and the environment say",
            "  parley config show --origin                     all settings, with where each comes from",
            "  parley config show --config parley.toml -- --engine virtual   with what would be typed",
            ""
        })
final class ShowCommand implements Callable<Integer> {
    private static final Pattern DEFAULT = Pattern.compile("\\(default: (.*)\\)$");
    private static final TextTable TABLE = TextTable.of(
            TextTable.left("setting", 30),
            TextTable.left("value", 24).after(2),
            TextTable.left("from", 0).after(2));

    private final Console console;
    private final Supplier<ConfigCommand.Configured> serve;

    @Option(names = "--config", paramLabel = "FILE", description = "the file (default: PARLEY_CONFIG, or none)")
    @Nullable
    Path config;

    @Option(names = "--origin", description = "all settings, and where each value comes from")
    boolean origin;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "behind --, options as serve would have them")
    List<String> typed = List.of();

    ShowCommand(Console console, Supplier<ConfigCommand.Configured> serve) {
        this.console = console;
        this.serve = serve;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.read(config, System.getenv());
        CommandLine command = new CommandLine(serve.get()).setOverwrittenOptionsAllowed(true);
        settings.requireValues(command);
        Map<Key, Setting> effective = settings.ofServer();
        List<Setting> words = TypedSettings.of(command, typed);
        words.forEach(setting -> effective.put(setting.key(), setting));
        Variables.unknown(System.getenv()).forEach(line -> console.say("parley config show: " + line));
        if (origin) {
            showOrigins(effective, settings, command.getCommandSpec());
        } else {
            showFile(effective, settings);
        }
        return ExitCode.OK;
    }

    private void showFile(Map<Key, Setting> effective, Settings settings) {
        List<String> lines = new ArrayList<>();
        String section = null;
        for (Key key : Keys.ALL) {
            Setting setting = effective.get(key);
            if (setting != null) {
                if (!Objects.equals(section, key.section())) {
                    section = key.section();
                    lines.add("");
                    lines.add("[" + section + "]");
                }
                lines.add(line(key, setting));
            }
        }
        for (EndpointTable endpoint : settings.file().endpoints()) {
            lines.add("");
            lines.add("[[" + Keys.ENDPOINT + "]]");
            lines.add(Keys.ADDRESS + " = " + quoted(endpoint.address()));
            endpoint.settings().forEach(setting -> lines.add(line(setting.key(), setting)));
        }
        lines.forEach(console::print);
    }

    private static String line(Key key, Setting setting) {
        boolean bare = setting.isOnOrOff() || setting.value().matches("[0-9]{1,18}");
        return key.name() + " = " + (bare ? setting.value() : quoted(setting.value()));
    }

    private static String quoted(String value) {
        return '"' + Toml.tomlEscape(Secrets.hidden(value)).toString() + '"';
    }

    private void showOrigins(Map<Key, Setting> effective, Settings settings, CommandSpec command) {
        List<List<String>> rows = new ArrayList<>();
        for (Key key : Keys.ALL) {
            Setting setting = effective.get(key);
            rows.add(
                    setting == null
                            ? List.of(key.path(), usual(command.findOption(key.option())), "default")
                            : row(key.path(), setting));
        }
        for (EndpointTable endpoint : settings.file().endpoints()) {
            rows.add(List.of(Keys.ENDPOINT, Secrets.hidden(endpoint.address()), endpoint.origin()));
            endpoint.settings()
                    .forEach(setting -> rows.add(row("  " + setting.key().name(), setting)));
        }
        TABLE.lines(rows).forEach(console::print);
    }

    private static List<String> row(String name, Setting setting) {
        return List.of(name, Secrets.hidden(setting.value()), setting.origin());
    }

    /** As the option's help has it. */
    private static String usual(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "false";
        }
        Matcher matcher = DEFAULT.matcher(String.join(" ", option.description()));
        return matcher.find() ? matcher.group(1).replace("%%", "%") : "none";
    }
}
