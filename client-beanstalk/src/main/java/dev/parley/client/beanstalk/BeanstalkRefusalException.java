package dev.parley.client.beanstalk;

import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.io.Serial;

/** The server did not do what it was asked for. The message names the server, the command, the reply and the way out. */
public final class BeanstalkRefusalException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String UNKNOWN = " (this server has no such command)";

    private final String command;
    private final String reply;

    BeanstalkRefusalException(Endpoint server, String command, String reply) {
        super(server + ": " + command + ": " + PrintableText.of(reply) + wayOut(command, reply));
        this.command = command;
        this.reply = reply;
    }

    /** The line the server sent, {@code JOB_TOO_BIG}; untrusted. */
    public String reply() {
        return reply;
    }

    /** True where the server does not know the command: beanstalkd and those that only Parley has. */
    public boolean isUnknownCommand() {
        return reply.equals("UNKNOWN_COMMAND") || isFaultyReserve(command, reply);
    }

    /** True where the server takes no messages for now, and has not stored this one. */
    public boolean isDraining() {
        return reply.equals("DRAINING");
    }

    /** As beanstalkd takes a {@code reserve-batch}: for a {@code reserve} with something behind it. */
    private static boolean isFaultyReserve(String command, String reply) {
        return command.equals("reserve-batch") && reply.equals("BAD_FORMAT");
    }

    private static String wayOut(String command, String reply) {
        String word = reply.indexOf(' ') < 0 ? reply : reply.substring(0, reply.indexOf(' '));
        return switch (word) {
            case "JOB_TOO_BIG" ->
                " (longer than this server takes; --max-message of 'parley serve beanstalk', or -z of beanstalkd, allows"
                        + " more)";
            case "DRAINING" -> " (the server takes no messages; 'parley queue undrain' ends that on a Parley server)";
            case "OUT_OF_MEMORY" ->
                " (the server is full; fetch or purge messages, or allow more with --queue-messages and --queue-bytes"
                        + " of 'parley serve beanstalk')";
            case "BURIED" ->
                command.equals("put") || command.equals("release")
                        ? " (kept, but buried: the server had no memory left; 'parley queue kick' makes it ready)"
                        : "";
            case "DEADLINE_SOON" ->
                " (the time to run of a message this connection holds is over in a second: touch, delete or release"
                        + " it)";
            case "NOT_IGNORED" -> " (a connection watches at least one tube)";
            case "UNKNOWN_COMMAND" -> UNKNOWN;
            case "BAD_FORMAT" -> isFaultyReserve(command, reply) ? UNKNOWN : "";
            case "INTERNAL_ERROR" -> " (the log of the server says why)";
            default -> "";
        };
    }
}
