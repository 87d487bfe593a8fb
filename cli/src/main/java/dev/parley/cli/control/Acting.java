package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.ProtocolException;
import dev.parley.result.JsonDocument;
import java.io.IOException;

/** What all actions share: the server does it, and its sentence is printed. */
final class Acting {
    private Acting() {}

    /** @param argument empty when there is none */
    static int act(Console console, ControlTarget target, Action action, String argument)
            throws IOException, ProtocolException {
        ControlAnswer answer = target.channel(action).call(action, argument);
        if (!answer.done()) {
            throw new Failure(ExitCode.FAILED, answer.text());
        }
        if (target.json.enabled()) {
            console.print(JsonDocument.line(ControlLine.of(answer)));
        } else {
            console.print(answer.text());
        }
        return ExitCode.OK;
    }

    /**
     * What {@code --json} prints of an action.
     *
     * @param text what the server did, in a sentence
     */
    record ControlLine(String kind, String action, String text) {
        static ControlLine of(ControlAnswer answer) {
            return new ControlLine("control", answer.action(), answer.text());
        }
    }
}
