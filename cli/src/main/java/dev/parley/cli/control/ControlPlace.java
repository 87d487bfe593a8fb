package dev.parley.cli.control;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;

/** The Unix socket through which a server is controlled: a line with an action and its argument, answered by a line of JSON. */
final class ControlPlace {
    static final int LONGEST_REQUEST_BYTES = 1024;

    static final Protocol<String, String> PROTOCOL =
            Protocol.of("control", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8).servedOneAtATime();

    private static final String PREFIX = "unix:";

    private ControlPlace() {}

    /**
     * Reads {@code unix:/run/parley.sock}, {@code unix:parley.sock}.
     *
     * @throws Failure when it is not a place
     */
    static Endpoint typed(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--control is the path of a Unix socket, such as unix:/run/parley.sock, not '"
                            + PrintableText.of(text) + "'");
        }
        try {
            return Endpoint.parse("control+" + text);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--control: " + String.valueOf(e.getMessage()).replaceFirst("^.*? is not an endpoint: ", ""));
        }
    }

    /** As it is typed. */
    static String text(Endpoint endpoint) {
        return PREFIX + endpoint.place();
    }
}
