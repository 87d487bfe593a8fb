package dev.parley.cli.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a server can be made to do. */
enum Action {
    STATUS,
    DRAIN,
    UNDRAIN,
    STOP,
    RELOAD,
    LOG_LEVEL,
    KICK,
    FAULTS;

    /** {@code log-level}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is meant by a word from outside; empty when there is no such action. */
    static Optional<Action> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** Whether it needs an argument. */
    boolean takesArgument() {
        return this == LOG_LEVEL || this == KICK || this == FAULTS;
    }

    /** Whether the server is another afterwards. */
    boolean changesSomething() {
        return this != STATUS;
    }
}
