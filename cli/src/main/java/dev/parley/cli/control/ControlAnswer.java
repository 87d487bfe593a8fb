package dev.parley.cli.control;

import java.util.Optional;

/**
 * What a server says to an action; the names in JSON are the components.
 *
 * @param action its first word
 * @param done whether it was done; else nothing has changed
 * @param text what it did, or why not, in a sentence
 * @param status for {@code status} alone
 */
public record ControlAnswer(String kind, String action, boolean done, String text, Optional<ServerStatus> status) {
    private static final String KIND = "control";

    static ControlAnswer done(String action, String text) {
        return new ControlAnswer(KIND, action, true, text, Optional.empty());
    }

    static ControlAnswer failed(String action, String text) {
        return new ControlAnswer(KIND, action, false, text, Optional.empty());
    }

    static ControlAnswer of(ServerStatus status) {
        return new ControlAnswer(KIND, Action.STATUS.word(), true, "", Optional.of(status));
    }
}
