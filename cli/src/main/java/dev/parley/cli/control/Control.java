package dev.parley.cli.control;

import dev.parley.cli.shell.LogLevel;
import dev.parley.core.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Has a server do what it is asked for, and writes that down: a line for each action that would change something. Any thread; one action
 * at a time.
 */
public final class Control {
    private final ControlledServer server;

    public Control(ControlledServer server) {
        this.server = server;
    }

    /**
     * What became of an action.
     *
     * @param afterwards done once the answer is sent, or cannot be
     */
    record Outcome(ControlAnswer answer, Runnable afterwards) {}

    /**
     * Does it.
     *
     * @param by who asks: {@code 127.0.0.1:40112}, {@code user:alice}
     * @param word the action
     * @param argument empty when there is none
     */
    Outcome act(String by, String word, String argument) {
        Action action = Action.of(word).orElse(null);
        if (action == Action.STATUS && argument.isEmpty()) {
            return new Outcome(ControlAnswer.of(server.status()), () -> {});
        }
        ControlAnswer answer = answer(action, word, argument);
        AuditLog.acted(by, answer, argument);
        return new Outcome(answer, answer.done() && action == Action.STOP ? server::beginStop : () -> {});
    }

    private synchronized ControlAnswer answer(@Nullable Action action, String word, String argument) {
        try {
            return ControlAnswer.done(word, done(action, word, argument));
        } catch (ControlFailureException | IllegalArgumentException e) {
            return ControlAnswer.failed(word, String.valueOf(e.getMessage()));
        }
    }

    private String done(@Nullable Action action, String word, String argument) throws ControlFailureException {
        if (action == null) {
            throw new IllegalArgumentException("there is no action '" + PrintableText.of(word, 64) + "'");
        }
        if (action.takesArgument() == argument.isEmpty()) {
            throw new IllegalArgumentException(word + (argument.isEmpty() ? " needs a word" : " takes no words"));
        }
        return switch (action) {
            case STATUS -> throw new IllegalStateException("it changes nothing");
            case DRAIN -> server.drain();
            case UNDRAIN -> server.undrain();
            case STOP -> server.stop();
            case RELOAD -> server.reload();
            case LOG_LEVEL -> server.logLevel(LogLevel.named(argument));
            case FAULTS -> server.faults(FaultWords.parse(argument));
            case KICK -> server.kick(PeerAddress.parse(argument));
        };
    }
}
