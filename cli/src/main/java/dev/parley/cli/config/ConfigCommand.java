package dev.parley.cli.config;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.HasSubcommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = {
            "Shows, checks and makes files of settings for serve.",
            "",
            "  parley config init > parley.toml                an example, with every setting",
            "  parley config check parley.toml                 can it be used?",
            "  parley config show --config parley.toml         what is set",
            "  parley config show --config parley.toml --origin   and where",
            ""
        },
        footer = {
            "",
            "What is typed goes over PARLEY_MAX_CLIENTS, PARLEY_STORE and so on, and those over the file, which",
            "serve --config FILE or PARLEY_CONFIG names."
        })
public final class ConfigCommand implements Callable<Integer>, HasSubcommands {
    /** What takes all settings as options, and can say whether they go together. */
    public interface Configured extends Callable<Integer> {
        /**
         * Looks at them without starting anything.
         *
         * @throws Failure when it could not start with them
         */
        void check(Settings settings);
    }

    private final Console console;
    private final Supplier<Configured> serve;

    public ConfigCommand(Console console, Supplier<Configured> serve) {
        this.console = console;
        this.serve = serve;
    }

    @Override
    public Map<String, Callable<Integer>> subcommands() {
        Map<String, Callable<Integer>> all = new LinkedHashMap<>();
        all.put("show", new ShowCommand(console, serve));
        all.put("check", new CheckCommand(console, serve));
        all.put("init", new InitCommand(console));
        return all;
    }

    /** Without the name of one of them. */
    @Override
    public Integer call() {
        throw new Failure(
                ExitCode.USAGE,
                "what to do? one of " + String.join(", ", subcommands().keySet()));
    }
}
