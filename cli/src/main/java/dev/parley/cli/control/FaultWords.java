package dev.parley.cli.control;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FaultOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which faults are to be set, and where: typed, and sent to a server in the same words, the endpoint last. */
@Command(name = "faults")
public final class FaultWords {
    private static final String ENDPOINT = "--endpoint ";

    @Option(
            names = "--endpoint",
            paramLabel = "ENDPOINT",
            description = "of this one, as status shows it or as it was started (default: all of the server)")
    @Nullable
    String endpoint;

    @Option(names = "--off", description = "no faults any more")
    boolean off;

    @Mixin
    FaultOptions faults = new FaultOptions();

    /** The endpoint that is meant; null for all. */
    public @Nullable String endpoint() {
        return endpoint;
    }

    /** The faults; those without any turn them off. */
    public FaultOptions faults() {
        return faults;
    }

    /** Whether something is to be set; otherwise somebody wants to see what is. */
    boolean changesSomething() {
        return off || !faults.given().isEmpty();
    }

    /**
     * Refuses what does not go together.
     *
     * @throws Failure of usage
     */
    void require() {
        if (off && !faults.given().isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--off cannot be combined with " + faults.given().getFirst());
        }
        faults.requireFaults();
    }

    /** What a server reads. */
    String line() {
        return (off ? "--off" : faults.words()) + (endpoint == null ? "" : " " + ENDPOINT + endpoint);
    }

    /**
     * Reads a line from outside.
     *
     * @throws IllegalArgumentException when it is not one, with a text for the user
     */
    static FaultWords parse(String line) {
        int at = line.indexOf(ENDPOINT);
        String options = at < 0 ? line : line.substring(0, at);
        List<String> words = new ArrayList<>(
                options.isBlank() ? List.of() : List.of(options.strip().split(" +")));
        if (at >= 0) { // a path may have blanks
            words.addAll(List.of(ENDPOINT.strip(), line.substring(at + ENDPOINT.length())));
        }
        FaultWords typed = new FaultWords();
        try {
            new CommandLine(typed).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
            typed.require();
        } catch (CommandLine.ParameterException | Failure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!typed.changesSomething()) {
            throw new IllegalArgumentException("no faults and no --off");
        }
        return typed;
    }
}
