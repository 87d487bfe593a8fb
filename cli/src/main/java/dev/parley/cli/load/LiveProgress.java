package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.shell.Signals;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A load on the full screen. Where there is no terminal for it, JLine is not even loaded. */
final class LiveProgress {
    private final Console console;
    private final Duration interval;

    LiveProgress(Console console, Duration interval) {
        this.console = console;
        this.interval = LiveView.interval(interval);
    }

    /** Shows the run until it is over, and ends it on a signal. False where that is not possible, which is said. */
    boolean follow(LoadRun run, LoadSpec spec, @Nullable IntervalLines lines) throws InterruptedException {
        if (!ProgressLine.stderrIsTerminal()) {
            console.say("parley load: --live needs a terminal on standard error; progress lines instead");
            return false;
        }
        try (FullScreen screen = FullScreen.open()) {
            Signals.onFirst(run::stop, screen);
            LiveView view = new LiveView(spec);
            screen.draw(view.rows(screen.columns(), screen.rows()));
            WholeIntervals.follow(run, interval, lines, whole -> {
                view.add(whole, run.verdictSoFar());
                screen.draw(view.rows(screen.columns(), screen.rows()));
            });
            return true;
        } catch (IOException e) {
            console.say("parley load: --live: " + e.getMessage() + "; progress lines instead");
            return false;
        }
    }
}
