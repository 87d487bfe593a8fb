package dev.parley.cli.queue;

import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Names and values of a server's stats, as numbers and as text for a person. */
record Facts(Map<String, String> values) {
    String text(String name) {
        return PrintableText.of(values.getOrDefault(name, ""));
    }

    /** @throws ProtocolException when the server does not say, or not as a number */
    long number(String name) throws ProtocolException {
        OptionalLong number = optional(name);
        if (number.isEmpty()) {
            throw new ProtocolException.Malformed("its stats have no '" + name + "'");
        }
        return number.getAsLong();
    }

    /** Empty when the server does not say: not all do. */
    OptionalLong optional(String name) throws ProtocolException {
        String text = values.get(name);
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException _) {
            throw new ProtocolException.Malformed("'" + name + "' in its stats is not a number");
        }
    }

    /** As it stands there; empty when the server does not say. */
    Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Duration seconds(String name) throws ProtocolException {
        return Duration.ofSeconds(number(name));
    }
}
