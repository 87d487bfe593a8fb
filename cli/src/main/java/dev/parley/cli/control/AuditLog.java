package dev.parley.cli.control;

import dev.parley.cli.shell.LogSettings;
import dev.parley.cli.shell.Secrets;
import dev.parley.core.PrintableText;
import java.util.regex.Pattern;

/**
 * One line for each action: who requested it, and its result. Written at every log level, and never aggregated as repeated lines of other
 * logs are.
 */
final class AuditLog {
    private static final System.Logger LOG = System.getLogger(LogSettings.AUDIT);
    private static final int LONGEST_WORD = 64;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1," + LONGEST_WORD + "}");

    private AuditLog() {}

    /** An action that was done, or could not be. */
    static void acted(String by, ControlAnswer answer, String argument) {
        write(by, answer.action(), argument, answer.done() ? "done" : "failed", answer.text());
    }

    /** One that was refused before anybody looked at what it was. */
    static void refused(String by, String action, String reason) {
        write(by, action, "", "refused", reason);
    }

    private static void write(String by, String action, String argument, String result, String text) {
        String line = "audit action=" + word(action)
                + (argument.isEmpty() ? "" : " argument=" + word(argument))
                + " by=" + word(by)
                + " result=" + result
                + " text=" + quoted(text, PrintableText.MAX_CHARACTERS);
        LOG.log(System.Logger.Level.INFO, line);
    }

    private static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text, LONGEST_WORD);
    }

    /** Nothing from outside looks like another field, or like another line. */
    private static String quoted(String text, int maxCharacters) {
        String shown = PrintableText.of(Secrets.hiddenIn(text), maxCharacters);
        return '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
