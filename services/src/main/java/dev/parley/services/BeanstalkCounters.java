package dev.parley.services;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** What one beanstalk server has counted since it began. Any thread. */
final class BeanstalkCounters {
    /** Those that {@code stats} has, in its order. */
    static final List<String> COMMANDS = List.of(
            "put",
            "peek",
            "peek-ready",
            "peek-delayed",
            "peek-buried",
            "reserve",
            "reserve-with-timeout",
            "delete",
            "release",
            "use",
            "watch",
            "ignore",
            "bury",
            "kick",
            "touch",
            "stats",
            "stats-job",
            "stats-tube",
            "list-tubes",
            "list-tube-used",
            "list-tubes-watched",
            "pause-tube");

    final LongAdder connections = new LongAdder();
    final LongAdder allConnections = new LongAdder();
    /** Connections that have put. */
    final LongAdder producers = new LongAdder();
    /** Connections that have reserved. */
    final LongAdder workers = new LongAdder();
    /** Connections that wait in a reserve. */
    final LongAdder waiting = new LongAdder();
    /** Names this server until it ends. */
    final String id = String.format("%016x", ThreadLocalRandom.current().nextLong());

    private final Map<String, LongAdder> commands = new LinkedHashMap<>();

    BeanstalkCounters() {
        COMMANDS.forEach(command -> commands.put(command, new LongAdder()));
    }

    /** Counts a command; one that stats do not have is not counted. */
    void count(String word) {
        LongAdder counter = commands.get(word);
        if (counter != null) {
            counter.increment();
        }
    }

    long of(String command) {
        return Objects.requireNonNull(commands.get(command)).sum();
    }
}
