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
 * @param listeners the endpoints of the file, those with settings of their own with options of their own; empty when others were
 *     typed, or it has none
 */
record ConfiguredServe(ServeCommand command, List<Listener> listeners) {
    /** @throws dev.parley.cli.shell.Failure when a value cannot be */
    static ConfiguredServe of(ServeCommand typed, Settings settings) {
        ParseResult words = typed.words.commandLine().getParseResult();
        ServeCommand command = new ServeCommand(typed.console());
        CommandLine line = commandLine(command);
        settings.requireValues(line);
        parse(line, settings.words(typed.words), words.originalArgs());
        List<Listener> listeners = new ArrayList<>();
        List<String> addresses = typed.endpoints.isEmpty() ? settings.addresses() : List.of(); // typed ones instead
        for (int i = 0; i < addresses.size(); i++) {
            Endpoint endpoint = endpoint(addresses.get(i), settings.origin(i));
            List<String> ownWords = settings.ownWords(i, typed.words);
            if (ownWords.isEmpty()) {
                listeners.add(new Listener(endpoint, command.options, null));
                continue;
            }
            EndpointOptions own = new EndpointOptions();
            parse(commandLine(own), ownWords, List.of());
            EndpointOptions options = new EndpointOptions();
            CommandLine ofEndpoint = commandLine(options);
            parse(ofEndpoint, settings.words(i, typed.words), Settings.typed(words, ofEndpoint.getCommandSpec()));
            listeners.add(new Listener(endpoint, options, own));
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

    private static void parse(CommandLine line, List<String> settings, List<String> typed) {
        List<String> words = new ArrayList<>(settings);
        words.addAll(typed);
        line.parseArgs(words.toArray(String[]::new));
    }

    private static CommandLine commandLine(Object command) {
        return new CommandLine(command).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
    }
}
