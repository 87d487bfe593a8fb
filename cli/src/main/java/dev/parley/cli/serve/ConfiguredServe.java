package dev.parley.cli.serve;

import dev.parley.cli.config.Settings;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * {@code serve} as if its settings had been typed before what was typed.
 *
 * @param listeners the endpoints of the file, each with its own options; empty when others were typed, or it has none
 */
record ConfiguredServe(ServeCommand command, List<Listener> listeners) {
    /** @throws dev.parley.cli.shell.Failure when a value cannot be */
    static ConfiguredServe of(ServeCommand typed, Settings settings) {
        settings.requireValues(commandLine(new ServeCommand(typed.console())));
        ParseResult words = typed.words.commandLine().getParseResult();
        ServeCommand command = new ServeCommand(typed.console());
        parse(command, settings.words(typed.words), words.originalArgs());
        List<Listener> listeners = new ArrayList<>();
        List<String> addresses = typed.endpoints.isEmpty() ? settings.addresses() : List.of(); // typed ones instead
        for (int i = 0; i < addresses.size(); i++) {
            EndpointOptions options = new EndpointOptions();
            parse(
                    options,
                    settings.words(i, typed.words),
                    Settings.typed(words, commandLine(options).getCommandSpec()));
            EndpointOptions own = new EndpointOptions();
            parse(own, settings.ownWords(i, typed.words), List.of());
            listeners.add(new Listener(endpoint(addresses.get(i), settings.origin(i)), options, own));
        }
        return new ConfiguredServe(command, listeners);
    }

    /** The endpoints to serve. */
    List<Listener> listenersOrTyped() {
        return listeners.isEmpty() ? command.typedListeners() : listeners;
    }

    private static Endpoint endpoint(String address, String origin) {
        try {
            return Endpoints.complete(address);
        } catch (IllegalArgumentException | Failure e) {
            throw new Failure(ExitCode.BAD_CONFIGURATION, origin + ": address: " + e.getMessage());
        }
    }

    private static void parse(Object command, List<String> settings, List<String> typed) {
        List<String> words = new ArrayList<>(settings);
        words.addAll(typed);
        commandLine(command).parseArgs(words.toArray(String[]::new));
    }

    private static CommandLine commandLine(Object command) {
        return new CommandLine(command).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
    }
}
