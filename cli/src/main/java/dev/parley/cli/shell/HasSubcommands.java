package dev.parley.cli.shell;

import java.util.Map;
import java.util.concurrent.Callable;

/** A command whose first word says what to do, each with options of its own. */
public interface HasSubcommands {
    /** By name, in the order of the help; new ones. */
    Map<String, Callable<Integer>> subcommands();
}
