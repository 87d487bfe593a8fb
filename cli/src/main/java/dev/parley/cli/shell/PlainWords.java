package dev.parley.cli.shell;

import java.util.List;

/**
 * A command that needs no parser as long as nobody gives it an option: the parser's model of a command takes longer than a short
 * command does.
 */
public interface PlainWords {
    /**
     * Takes the words of a command line, none of which begins with a dash.
     *
     * @return false when the parser has to look at them, which then also says what is wrong
     */
    boolean takes(List<String> words);
}
