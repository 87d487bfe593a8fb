package dev.parley.cli.shell;

import dev.parley.client.CannotConnectException;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.compare.ServerStartException;
import dev.parley.core.PluginException;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.engine.ListenException;
import dev.parley.join.JoinException;
import java.io.IOException;

/** Which exit code a failure means, and its one line. */
public final class Failures {
    private Failures() {}

    /** Says in one line why a command failed; its exit code. */
    public static int report(Console console, String command, Throwable failure) {
        console.say("parley " + command + ": " + line(failure));
        return exitCode(failure);
    }

    /** One of {@link ExitCode}. */
    public static int exitCode(Throwable failure) {
        return switch (failure) {
            case Failure f -> f.exitCode();
            case CannotConnectException _ -> ExitCode.UNAVAILABLE;
            case NoServerException e -> e.exitCode();
            case ListenException e when e.reason() == ListenException.Reason.NO_PERMISSION -> ExitCode.NO_PERMISSION;
            case ListenException _ -> ExitCode.UNAVAILABLE;
            case PluginException _ -> ExitCode.BAD_CONFIGURATION;
            case ServerStartException _ -> ExitCode.UNAVAILABLE;
            case BeanstalkRefusalException _ -> ExitCode.FAILED;
            case ReplyTimeoutException _ -> ExitCode.FAILED;
            case ServerClosedException _ -> ExitCode.FAILED;
            case JoinException e -> e.unavailable() ? ExitCode.UNAVAILABLE : ExitCode.FAILED;
            case IOException _ -> ExitCode.IO_ERROR;
            case IllegalArgumentException _ -> ExitCode.USAGE;
            default -> ExitCode.FAILED;
        };
    }

    /** One line, printable, for standard error. */
    public static String line(Throwable failure) {
        return switch (failure) {
            case Failure f -> String.valueOf(f.getMessage());
            case ReplyTimeoutException _ ->
                PrintableText.of(String.valueOf(failure.getMessage()))
                        + "; usual causes: another service or --framing there, a server at its limit of clients, too"
                        + " short a --timeout";
            case IOException e when e.getMessage() != null -> PrintableText.of(e.getMessage());
            case PluginException e -> PrintableText.of(e.getMessage() + PluginFolder.origins(e.providers()));
            case ProtocolException e -> "the server broke the protocol: " + e.getMessage();
            case IllegalArgumentException e when e.getMessage() != null -> PrintableText.of(e.getMessage());
            case OutOfMemoryError _ -> "out of memory; PARLEY_JAVA_OPTS=-Xmx1g gives a larger heap";
            case StackOverflowError _ -> "internal error: the stack overflowed";
            default -> "internal error: " + PrintableText.of(failure);
        };
    }
}
