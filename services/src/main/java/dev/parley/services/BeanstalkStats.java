package dev.parley.services;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageStats;
import dev.parley.queue.StoreStats;
import dev.parley.queue.TubeStats;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The texts of {@code stats}, {@code stats-tube}, {@code stats-job} and the lists: YAML with beanstalkd's names, in its order. */
final class BeanstalkStats {
    /** Whose commands it has, then who it is: clients compare it with those of beanstalkd to find out what the server can. */
    private static final String VERSION = "\"1.12.0+parley\"";

    private static final double NANOS_PER_SECOND = 1e9;

    private final BeanstalkCounters counters;
    private final LongSupplier nanoTime;
    private final long beganNanos;
    private final int mostBodyBytes;

    BeanstalkStats(BeanstalkCounters counters, LongSupplier nanoTime, int mostBodyBytes) {
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        this.mostBodyBytes = mostBodyBytes;
    }

    /** Lines of a name and a value. */
    private static final class Yaml {
        private final StringBuilder text = new StringBuilder("---\n");

        Yaml line(String name, Object value) {
            text.append(name).append(": ").append(value).append('\n');
            return this;
        }

        Yaml seconds(String name, Duration time) {
            return line(name, Math.max(0, time.toSeconds()));
        }

        Yaml counts(MessageCounts counts) {
            return line("current-jobs-urgent", counts.urgent())
                    .line("current-jobs-ready", counts.ready())
                    .line("current-jobs-reserved", counts.reserved())
                    .line("current-jobs-delayed", counts.delayed())
                    .line("current-jobs-buried", counts.buried());
        }

        Yaml state(MessageStats message) {
            return line("state", message.state().name().toLowerCase(Locale.ROOT))
                    .line("pri", message.priority())
                    .seconds("age", message.age())
                    .seconds("delay", message.delay())
                    .seconds("ttr", message.timeToRun())
                    .seconds("time-left", message.left());
        }

        Yaml history(MessageStats.History history) {
            return line("reserves", history.reserves())
                    .line("timeouts", history.timeouts())
                    .line("releases", history.releases())
                    .line("buries", history.buries())
                    .line("kicks", history.kicks());
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** As beanstalkd's, with three lines more behind them. */
    String of(StoreStats store, Acknowledgement acknowledgement, String identity) {
        Yaml yaml = new Yaml().counts(store.counts());
        BeanstalkCounters.COMMANDS.forEach(command -> yaml.line("cmd-" + command, counters.of(command)));
        return yaml.line("job-timeouts", store.timeouts())
                .line("total-jobs", store.total())
                .line("max-job-size", mostBodyBytes)
                .line("current-tubes", store.tubes())
                .line("current-connections", counters.connections.sum())
                .line("current-producers", counters.producers.sum())
                .line("current-workers", counters.workers.sum())
                .line("current-waiting", counters.waiting.sum())
                .line("total-connections", counters.allConnections.sum())
                .line("pid", ProcessHandle.current().pid())
                .line("version", VERSION)
                .line("rusage-utime", cpuSeconds())
                .line("rusage-stime", "0.000000")
                .seconds("uptime", Duration.ofNanos(nanoTime.getAsLong() - beganNanos))
                .line("binlog-oldest-index", 0)
                .line("binlog-current-index", 0)
                .line("binlog-records-migrated", 0)
                .line("binlog-records-written", 0)
                .line("binlog-max-size", 0)
                .line("draining", store.draining())
                .line("id", counters.id)
                .line("hostname", hostname())
                .line("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .line("platform", System.getProperty("os.arch"))
                .line("acknowledgement", acknowledgement.name().toLowerCase(Locale.ROOT))
                .line("health", quoted(store.health()))
                .line("store", identity)
                .toString();
    }

    /** A sentence may have a colon in it. */
    private static String quoted(String sentence) {
        return sentence.matches("\\w+")
                ? sentence
                : '"' + sentence.replace('\\', '/').replace('"', '\'') + '"';
    }

    /** User and system time together: the JVM does not tell them apart. */
    private static String cpuSeconds() {
        long nanos = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()))
                .toNanos();
        return String.format(Locale.ROOT, "%.6f", nanos / NANOS_PER_SECOND);
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** @param nextReady the message that is handed out next; empty for none, and where that is not known */
    static String of(TubeStats tube, List<MessageStats> nextReady) {
        return new Yaml()
                .line("name", tube.name())
                .counts(tube.counts())
                .line("total-jobs", tube.total())
                .line("current-using", tube.using())
                .line("current-watching", tube.watching())
                .line("current-waiting", tube.waiting())
                .line("cmd-delete", tube.deleted())
                .line("cmd-pause-tube", tube.pauses())
                .seconds("pause", tube.pause())
                .seconds("pause-time-left", tube.pauseLeft())
                .seconds(
                        "next-ready-age",
                        nextReady.isEmpty()
                                ? Duration.ZERO
                                : nextReady.getFirst().age())
                .seconds("oldest-ready-age", tube.oldestReadyAge())
                .line("time-in-queue-p50-ms", tube.timeInQueue().p50().toMillis())
                .line("time-in-queue-p99-ms", tube.timeInQueue().p99().toMillis())
                .line("time-in-queue-max-ms", tube.timeInQueue().max().toMillis())
                .toString();
    }

    static String of(MessageStats message) {
        return new Yaml()
                .line("id", Long.toUnsignedString(message.id()))
                .line("tube", message.tube())
                .state(message)
                .line("file", 0)
                .history(message.history())
                .toString();
    }

    /** A list of names and values; what is behind the first name of each is indented. */
    static String messages(List<MessageStats> messages) {
        StringBuilder text = new StringBuilder("---\n");
        for (MessageStats message : messages) {
            String lines = new Yaml()
                    .line("id", Long.toUnsignedString(message.id()))
                    .state(message)
                    .line("bytes", message.bytes())
                    .history(message.history())
                    .toString();
            String begin = "- ";
            for (String line : lines.substring("---\n".length()).lines().toList()) {
                text.append(begin).append(line).append('\n');
                begin = "  ";
            }
        }
        return text.toString();
    }

    static String list(Collection<String> tubes) {
        StringBuilder text = new StringBuilder("---\n");
        tubes.forEach(tube -> text.append("- ").append(tube).append('\n'));
        return text.toString();
    }
}
