package dev.parley.cli.talk;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.queue.NewMessage;
import dev.parley.services.BeanstalkCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a message is stored in a tube. */
final class TubePutOptions {
    /** The first that is not urgent. */
    private static final long DEFAULT_PRIORITY = 1024;

    private static final Duration DEFAULT_TIME_TO_RUN = Duration.ofMinutes(1);

    @Option(
            names = "--pri",
            paramLabel = "N",
            converter = Converters.ToUnsigned32.class,
            description = "beanstalk: priority, from 0; the smallest is handed out first (default: 1024)")
    @Nullable
    Long priority;

    @Option(
            names = "--delay",
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            description = "beanstalk: not to be handed out for so long, in whole seconds (default: 0)")
    @Nullable
    Duration delay;

    @Option(
            names = "--ttr",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "beanstalk: how long a worker may hold it, in whole seconds (default: 1m)")
    @Nullable
    Duration timeToRun;

    @Option(
            names = "--once",
            paramLabel = "KEY",
            description = "beanstalk of Parley: store nothing twice that is put again with this key within 10 minutes")
    @Nullable
    String onceKey;

    /** @throws Failure when one was given */
    void requireNone() {
        if (priority != null || delay != null || timeToRun != null || onceKey != null) {
            throw new Failure(ExitCode.USAGE, "--pri, --delay, --ttr and --once apply only to beanstalk");
        }
    }

    /** Whether messages have keys. */
    boolean isOnce() {
        return onceKey != null;
    }

    /**
     * Of the n-th message, from 1; null for none.
     *
     * @throws IllegalArgumentException when it cannot be a key
     */
    @Nullable
    String onceKey(long number) {
        return onceKey == null ? null : BeanstalkCommand.requireKey(number == 1 ? onceKey : onceKey + "-" + number);
    }

    NewMessage message(String tube, byte[] body) {
        return new NewMessage(
                tube,
                priority == null ? DEFAULT_PRIORITY : priority,
                delay == null ? Duration.ZERO : delay,
                timeToRun == null ? DEFAULT_TIME_TO_RUN : timeToRun,
                body);
    }
}
