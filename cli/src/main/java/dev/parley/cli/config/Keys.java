package dev.parley.cli.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All settings, in the order in which they are shown. */
final class Keys {
    /** The tables that say what is served; each has an address and settings of its own. */
    static final String ENDPOINT = "endpoint";

    static final String ADDRESS = "address";

    /** Those that have digits and are no number. */
    static final Set<String> TEXTS = Set.of("socket-mode");

    /** Those that a server that runs can change, by their paths. */
    private static final Set<String> RELOADED = Set.of(
            "limits.max-clients",
            "limits.max-clients-per-address",
            "limits.allow",
            "limits.deny",
            "limits.idle-timeout",
            "limits.message-timeout",
            "limits.write-timeout",
            "limits.reply-timeout",
            "log.verbose");

    static final List<Key> ALL = List.of(
            ofEndpoints(null, "engine", "--engine"),
            ofEndpoints(null, "loops", "--loops"),
            ofEndpoints(null, "threads", "--threads"),
            ofEndpoints(null, "max-threads", "--max-threads"),
            ofEndpoints(null, "framing", "--framing"),
            ofEndpoints(null, "think", "--think"),
            ofEndpoints(null, "think-client", "--think-client"),
            ofEndpoints(null, "delay", "--delay"),
            ofEndpoints(null, "socket-mode", "--socket-mode"),
            ofEndpoints(null, "tls-cert", "--tls-cert"),
            ofEndpoints(null, "tls-key", "--tls-key"),
            ofEndpoints(null, "tls-key-password-file", "--tls-key-password-file"),
            ofEndpoints(null, "tls-ca", "--tls-ca"),
            ofEndpoints(null, "tls-handshake-timeout", "--tls-handshake-timeout"),
            ofServer(null, "drain", "--drain"),
            ofServer(null, "drain-delay", "--drain-delay"),
            ofServer(null, "allow-stop", "--allow-stop"),
            ofEndpoints("limits", "max-clients", "--max-clients"),
            ofEndpoints("limits", "max-clients-per-address", "--max-clients-per-address"),
            ofEndpoints("limits", "allow", "--allow"),
            ofEndpoints("limits", "deny", "--deny"),
            ofEndpoints("limits", "max-message", "--max-message"),
            ofEndpoints("limits", "too-long", "--too-long"),
            ofEndpoints("limits", "idle-timeout", "--idle-timeout"),
            ofEndpoints("limits", "message-timeout", "--message-timeout"),
            ofEndpoints("limits", "write-timeout", "--write-timeout"),
            ofEndpoints("limits", "reply-timeout", "--reply-timeout"),
            ofEndpoints("faults", "drop", "--drop"),
            ofEndpoints("faults", "duplicate", "--duplicate"),
            ofEndpoints("faults", "reorder", "--reorder"),
            ofEndpoints("faults", "corrupt", "--corrupt"),
            ofEndpoints("faults", "bandwidth", "--bandwidth"),
            ofEndpoints("faults", "reset-after", "--reset-after"),
            ofEndpoints("faults", "first", "--first"),
            ofEndpoints("faults", "seed", "--seed"),
            ofServer("store", "location", "--store"),
            ofServer("store", "ack", "--ack"),
            ofServer("store", "timeout", "--store-timeout"),
            ofServer("queue", "messages", "--queue-messages"),
            ofServer("queue", "bytes", "--queue-bytes"),
            ofServer("queue", "ignore-empty", "--ignore-empty"),
            ofServer("admin", "address", "--admin"),
            ofServer("admin", "token-file", "--admin-token"),
            ofServer("admin", "control", "--control"),
            ofServer("log", "verbose", "--verbose"),
            ofServer("log", "dir", "--log-dir"),
            ofServer("log", "size", "--log-size"),
            ofServer("log", "access", "--access-log"));

    private Keys() {}

    private static Key ofServer(@Nullable String section, String name, String option) {
        return new Key(section, name, option, false);
    }

    private static Key ofEndpoints(@Nullable String section, String name, String option) {
        return new Key(section, name, option, true);
    }

    /** The names of tables. */
    static List<String> sections() {
        return ALL.stream()
                .map(Key::section)
                .filter(section -> section != null)
                .distinct()
                .toList();
    }

    /** Those in a table; in none for null. */
    static List<Key> in(@Nullable String section) {
        return ALL.stream()
                .filter(key -> section == null ? key.section() == null : section.equals(key.section()))
                .toList();
    }

    /** Whether a server that runs can change it. */
    static boolean isReloaded(Key key) {
        return RELOADED.contains(key.path());
    }

    /** Those that an endpoint may have. */
    static List<Key> ofEndpoints() {
        return ALL.stream().filter(Key::ofEndpoints).toList();
    }

    /** @param name of one */
    static Key named(String name) {
        return ALL.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
    }

    static Optional<Key> ofOption(String option) {
        return ALL.stream().filter(key -> key.option().equals(option)).findFirst();
    }
}
