package dev.parley.cli.shell;

import java.util.List;

/** Text that people may see of values that may have a password in them, such as the place of a database. */
public final class Secrets {
    private static final String HIDDEN = "...";

    private Secrets() {}

    /**
     * One value, such as an argument, without what stands for a user in an address, and without the values of parameters that are
     * called passwords. A password may have anything in it, so that rather too much is left out.
     */
    public static String hidden(String value) {
        return value.replaceAll("(?i)([a-z]*password=)[^&]*", "$1" + HIDDEN)
                .replaceAll("(?s)//.*@", "//" + HIDDEN + "@");
    }

    /** Arguments as a log shows them. */
    public static String hidden(List<String> arguments) {
        return arguments.stream().map(Secrets::hidden).toList().toString();
    }

    /** The same for a sentence, in which a value ends with a space. */
    public static String hiddenIn(String sentence) {
        return sentence.replaceAll("(?i)([a-z]*password=)[^&\\s]*", "$1" + HIDDEN)
                .replaceAll("//\\S*@", "//" + HIDDEN + "@");
    }
}
