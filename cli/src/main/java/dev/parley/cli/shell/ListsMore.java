package dev.parley.cli.shell;

import java.util.List;

/** A command whose help ends with what only the running program knows, such as its services. */
public interface ListsMore {
    /** Lines of its help, after the options. */
    List<String> more();
}
