package dev.parley.cli.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A program and all that it has started, ended together. They are stopped before they are listed: one that is about to start another
 * program would otherwise leave it behind, running, with our output still open. What has left its parent for good (a daemon) is not
 * among them.
 */
public final class ProcessTree {
    private ProcessTree() {}

    /** Asks all of them to end (SIGTERM): a shell does not pass it on. Any thread. */
    public static void terminate(Process root) {
        List<ProcessHandle> all = stopped(root);
        all.forEach(ProcessHandle::destroy);
        signal("CONT", all);
    }

    /** Ends all of them at once (SIGKILL). Any thread. */
    public static void kill(Process root) {
        stopped(root).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> stopped(Process root) {
        Set<ProcessHandle> stopped = new LinkedHashSet<>();
        // a number whose process has ended may be that of another program by now
        List<ProcessHandle> running =
                Stream.of(root.toHandle()).filter(ProcessHandle::isAlive).toList();
        while (!running.isEmpty()) {
            signal("STOP", running);
            stopped.addAll(running);
            running =
                    root.descendants().filter(found -> !stopped.contains(found)).toList();
        }
        return List.copyOf(stopped);
    }

    /** Where there is no such program they are not stopped, and ended nevertheless. */
    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> words = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> words.add(Long.toString(process.pid())));
        try {
            Process _ = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException _) {
            // no program 'kill'
        }
    }
}
