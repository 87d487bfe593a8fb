package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.core.Endpoint;
import dev.parley.result.NumberText;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What {@code work} says on standard error, which its commands share with it, and what it counts. Any thread. */
final class WorkReport {
    private final Console console;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder buried = new LongAdder();
    private final LongAdder moved = new LongAdder();

    WorkReport(Console console) {
        this.console = console;
    }

    void say(String line) {
        console.say("parley work: " + line);
    }

    void done() {
        done.increment();
    }

    void released(long id, String why, String again) {
        failed.increment();
        say("message " + id + " failed (" + why + "); again " + again);
    }

    void buried(long id, String why) {
        failed.increment();
        buried.increment();
        say("message " + id + " buried (" + why + "); 'parley queue kick' makes it ready again");
    }

    void moved(long id, String tube, String why) {
        failed.increment();
        moved.increment();
        say("message " + id + " moved to tube '" + tube + "' (" + why + ")");
    }

    void notSettled(long id, String why) {
        failed.increment();
        say("message " + id + ": " + why);
    }

    /** Said once for all connections, until one of them is there again. */
    void connectionLost(String reason) {
        if (lost.compareAndSet(false, true)) {
            say(reason + "; trying again");
        }
    }

    void connected(Endpoint server) {
        if (lost.compareAndSet(true, false)) {
            say("connected to " + server + " again");
        }
    }

    boolean anyFailed() {
        return failed.sum() > 0;
    }

    String summary() {
        return NumberText.count(done.sum(), "message") + " done"
                + (failed.sum() == 0 ? "" : ", " + NumberText.count(failed.sum(), "attempt") + " failed")
                + (buried.sum() == 0 ? "" : ", " + NumberText.count(buried.sum(), "message") + " buried")
                + (moved.sum() == 0 ? "" : ", " + NumberText.count(moved.sum(), "message") + " moved");
    }
}
