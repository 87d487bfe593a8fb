package dev.parley.cli.shell;

import java.util.List;

/** A command whose help ends with what is known only at run time: the services and engines, plug-ins included. */
public interface ListsMore {
    /** Lines of its help, after the options. */
    List<String> more();
}
