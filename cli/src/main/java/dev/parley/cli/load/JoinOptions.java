package dev.parley.cli.load;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One load of several processes, on this host or on several. */
final class JoinOptions {
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);

    @Option(
            names = "--generators",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description =
                    "divide the load among this process and N-1 others, which join it: one start, one result, one verdict")
    @Nullable
    Integer generators;

    @Option(
            names = "--join-listen",
            paramLabel = "[HOST:]PORT",
            description = "with --generators: where they join (default: a free port of 127.0.0.1)")
    @Nullable
    String listen;

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description = "be one of the generators of the load that waits there; takes all settings from it")
    @Nullable
    String join;

    @Option(
            names = "--join-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "with --generators or --join: how long the others are waited for (default: 1m)")
    @Nullable
    Duration timeout;

    /** Refuses what needs one of the others. */
    void check() {
        if (generators == null && listen != null) {
            throw new Failure(ExitCode.USAGE, "--join-listen requires --generators");
        }
        if (generators == null && join == null && timeout != null) {
            throw new Failure(ExitCode.USAGE, "--join-timeout requires --generators or --join");
        }
        if (generators != null && generators < 2) {
            throw new Failure(ExitCode.USAGE, "--generators takes 2 or more; leave it out for one");
        }
    }

    Duration timeout() {
        return timeout == null ? USUAL_TIMEOUT : timeout;
    }

    /** Where the others join. */
    InetSocketAddress listenAddress() {
        String text = listen == null ? "0" : listen;
        return address(text.matches("[0-9]+") ? ":" + text : text, "--join-listen", 0);
    }

    /** Where a load waits. */
    InetSocketAddress joinAddress() {
        return address(String.valueOf(join), "--join", 1);
    }

    private static InetSocketAddress address(String text, String option, int leastPort) {
        Endpoint read;
        try {
            read = Endpoint.parse("load://" + text);
        } catch (IllegalArgumentException e) {
            throw bad(text, option);
        }
        if (read.port() < leastPort) {
            throw bad(text, option);
        }
        return new InetSocketAddress(read.hostOrLoopback(), read.port());
    }

    private static Failure bad(String text, String option) {
        return new Failure(
                ExitCode.USAGE,
                "invalid address '" + PrintableText.of(text) + "' of " + option
                        + "; expected HOST:PORT, such as 10.0.0.2:7000");
    }
}
