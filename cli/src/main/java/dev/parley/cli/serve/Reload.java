package dev.parley.cli.serve;

import dev.parley.cli.config.Changes;
import dev.parley.cli.config.Settings;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.LogLevel;
import dev.parley.core.Endpoint;
import dev.parley.engine.ServerGroup;
import java.util.List;

/**
 * Reads the file of settings again while servers run: limits and the log's level are changed, what else has changed is named. A file
 * that cannot be used changes nothing.
 */
final class Reload {
    private static final System.Logger LOG = System.getLogger("dev.parley.serve");

    private static final String UNCHANGED = "settings stay as they were";

    private final ServeCommand typed;
    private final ServerGroup servers;
    private final List<Endpoint> served;
    private Settings settings;

    /**
     * A reload to come.
     *
     * @param typed what was typed
     * @param settings as they are in force
     * @param listeners in the order of the servers
     */
    Reload(ServeCommand typed, Settings settings, ServerGroup servers, List<Listener> listeners) {
        this.typed = typed;
        this.settings = settings;
        this.servers = servers;
        this.served = listeners.stream().map(Listener::endpoint).toList();
    }

    /**
     * What came of it.
     *
     * @param done whether the file could be used
     * @param text what has changed, or why the file cannot be used
     */
    record Outcome(boolean done, String text) {}

    /** Any thread; one at a time. */
    synchronized Outcome run() {
        try {
            String text = apply(Settings.read(typed.config, System.getenv()));
            LOG.log(System.Logger.Level.INFO, () -> "settings reloaded: " + text);
            return new Outcome(true, text);
        } catch (Failure e) {
            List<String> reasons = String.valueOf(e.getMessage()).lines().toList();
            reasons.forEach(line -> LOG.log(System.Logger.Level.WARNING, () -> UNCHANGED + ": " + line));
            return new Outcome(false, UNCHANGED + ": " + String.join("; ", reasons));
        } catch (RuntimeException e) { // a signal's thread would print it
            LOG.log(System.Logger.Level.WARNING, UNCHANGED, e);
            return new Outcome(false, UNCHANGED + "; the log says why");
        }
    }

    private String apply(Settings now) {
        ConfiguredServe configured = ConfiguredServe.of(typed, now);
        List<Listener> listeners = configured.listenersOrTyped();
        configured.command().requireApplicable(listeners);
        Changes changes = settings.changesTo(now, typed.words.commandLine().getParseResult());
        if (listeners.stream().map(Listener::endpoint).toList().equals(served)) {
            servers.change(listeners.stream()
                    .map(listener -> listener.options().limits(listener.service()))
                    .toList());
        }
        (configured.command().logOptions.verbose() ? LogLevel.DEBUG : LogLevel.INFO).apply();
        settings = now;
        return text(changes);
    }

    private static String text(Changes changes) {
        if (changes.applied().isEmpty() && changes.forRestart().isEmpty()) {
            return "nothing has changed";
        }
        String applied = changes.applied().isEmpty() ? "nothing to apply" : String.join(", ", changes.applied());
        return changes.forRestart().isEmpty()
                ? applied
                : applied + "; a restart is needed for " + String.join(", ", changes.forRestart());
    }
}
