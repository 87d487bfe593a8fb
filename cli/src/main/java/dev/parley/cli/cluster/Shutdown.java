package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stops what runs of a laboratory, from the top to the bottom: Parley's servers, which drain; the standbys, then the primary, so that
 * none takes over; etcd. What was suspended goes on first. What does not end in time is killed.
 */
final class Shutdown {
    private static final Patience DRAINING = new Patience(Duration.ofSeconds(15));
    private static final Patience DATABASE = new Patience(Duration.ofSeconds(60));
    private static final Patience KILLED = new Patience(Duration.ofSeconds(10));

    private final Laboratory laboratory;
    private final Console console;
    private int stopped;

    Shutdown(Laboratory laboratory, Console console) {
        this.laboratory = laboratory;
        this.console = console;
    }

    /** Returns when nothing runs any more; how many processes did. */
    int run() throws IOException {
        for (int number : Laboratory.parleyServers()) {
            stop(Laboratory.parley(number), DRAINING);
        }
        for (int number : standbysFirst()) {
            stopDatabase(number);
        }
        stop(Laboratory.ETCD, DRAINING);
        return stopped;
    }

    private List<Integer> standbysFirst() {
        return Laboratory.databases().stream()
                .sorted(Comparator.comparing(
                        number -> !laboratory.postmaster(number).isStandby()))
                .toList();
    }

    /** Patroni stops its database; one that lost its Patroni is stopped here. */
    private void stopDatabase(int number) throws IOException {
        Optional<ProcessHandle> postmaster = laboratory.postmaster(number).running();
        if (postmaster.isPresent()) {
            signal("CONT", family(postmaster.get()));
        }
        stop(Laboratory.patroni(number), DATABASE);
        Optional<ProcessHandle> left = laboratory.postmaster(number).running();
        if (left.isPresent()) {
            List<ProcessHandle> family = family(left.get());
            signal("INT", List.of(left.get())); // a fast shutdown
            if (!DATABASE.until(() -> laboratory.postmaster(number).running().isEmpty())) {
                family.forEach(ProcessHandle::destroyForcibly);
            }
            stopped(Laboratory.database(number));
        }
    }

    private static List<ProcessHandle> family(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    private void stop(String name, Patience patience) throws IOException {
        PidFile pidFile = laboratory.pidFile(name);
        Optional<ProcessHandle> process = pidFile.running();
        if (process.isPresent()) {
            signal("CONT", List.of(process.get()));
            process.get().destroy();
            if (!patience.until(() -> pidFile.running().isEmpty())) {
                family(process.get()).forEach(ProcessHandle::destroyForcibly);
                KILLED.until(() -> pidFile.running().isEmpty());
            }
            stopped(name);
        }
        pidFile.delete();
    }

    private void stopped(String name) {
        stopped++;
        console.say(name + ": stopped");
    }

    /** The shell's own: not every host has a program for it. */
    private static void signal(String name, List<ProcessHandle> processes) throws IOException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name + " \"$@\"", "sh"));
        words.addAll(
                processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.toList()));
        OneCommand.run(words);
    }
}
