package dev.parley.cli.shell;

/** Text that people may see of values that may have a password in them, such as the place of a database. */
public final class Secrets {
    private static final String HIDDEN = "...";

    private Secrets() {}

    /** The same without what stands for a user in an address, and without the values of parameters that are called passwords. */
    public static String hidden(String text) {
        return text.replaceAll("//[^/\\s]*@", "//" + HIDDEN + "@")
                .replaceAll("(?i)([a-z]*password=)[^&\\s\"',\\]]*", "$1" + HIDDEN);
    }
}
