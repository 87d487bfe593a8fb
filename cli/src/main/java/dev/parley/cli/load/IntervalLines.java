package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.OutputFile;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.JsonDocument;
import dev.parley.result.TimelinePoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code --intervals}: a JSON object a line for each whole interval of the measured part, while it lasts, and one for the rest at the
 * end. They have the form of the result's timeline. Each line is written at once, for whoever reads along. One thread.
 */
final class IntervalLines implements AutoCloseable {
    private final Console console;
    private final @Nullable Path path;
    private final @Nullable OutputStream file;
    private final WholeIntervals intervals;
    private @Nullable ProgressSnapshot last;
    private @Nullable IOException failure;
    private long fromNanos;
    private long sentBefore;
    private long errorsBefore;

    /**
     * Opens the file, and empties it.
     *
     * @param option a file, or {@code -} for standard output
     * @throws IOException naming the file that cannot be written
     */
    IntervalLines(String option, Duration every, Console console) throws IOException {
        this.console = console;
        this.intervals = new WholeIntervals(every);
        this.path = new OutputFile(option).isStdout() ? null : Path.of(option);
        try {
            file = path == null ? null : Files.newOutputStream(path);
        } catch (IOException e) {
            throw OutputFile.cannot(Path.of(option), e);
        }
    }

    /** When it needs the next snapshot. */
    Duration untilNext() {
        return intervals.untilNext();
    }

    /** One more snapshot. Its histograms are used again. */
    void add(ProgressSnapshot snapshot) {
        ProgressSnapshot whole = intervals.add(snapshot);
        last = snapshot;
        if (whole != null) {
            write(whole);
        }
    }

    private void write(ProgressSnapshot interval) {
        if (interval.warmingUp()) {
            return;
        }
        TimelinePoint point = new TimelinePoint(
                fromNanos,
                Math.max(0, interval.nanos() - fromNanos),
                interval.sent() - sentBefore,
                interval.replies(),
                interval.errors() - errorsBefore,
                TimelinePoint.Clock.of(interval.response()),
                TimelinePoint.Clock.of(interval.service()));
        fromNanos = interval.nanos();
        sentBefore = interval.sent();
        errorsBefore = interval.errors();
        byte[] line = JsonDocument.line(point);
        try {
            if (file == null) {
                console.print(line);
            } else if (failure == null) {
                file.write(line);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Writes what came after the last whole interval; the run is over.
     *
     * @throws IOException naming the file, when a line could not be written
     */
    void end() throws IOException {
        ProgressSnapshot snapshot = last;
        if (snapshot != null && snapshot.nanos() > fromNanos) {
            write(intervals.gathered(snapshot));
        }
        if (failure != null && path != null) {
            throw OutputFile.cannot(path, failure);
        }
    }

    /** True when nobody can read along any more. */
    boolean failed() {
        return failure != null || (file == null && console.outputGone());
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
