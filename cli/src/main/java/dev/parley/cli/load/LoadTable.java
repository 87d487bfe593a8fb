package dev.parley.cli.load;

import dev.parley.cli.shell.FoldedText;
import dev.parley.cli.shell.TextTable;
import dev.parley.cli.shell.VerdictText;
import dev.parley.result.Bandwidths;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.Outcome;
import dev.parley.result.Percentile;
import dev.parley.result.ServerCpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** A result for a person: both clocks side by side, and whether to believe them. */
final class LoadTable {
    private static final int COLUMN = 12;
    private static final List<Clock> CLOCKS = List.of(
            new Clock("response", LoadResult.Measured::response),
            new Clock("ideal", LoadResult.Measured::ideal),
            new Clock("slot wait", LoadResult.Measured::slotWait),
            new Clock("connect", LoadResult.Measured::connect),
            new Clock("handshake", LoadResult.Measured::handshake),
            new Clock("service", LoadResult.Measured::service),
            new Clock("lateness", LoadResult.Measured::lateness));
    private static final List<Percentile> HANDSHAKE_PERCENTILES = Percentile.parseList("50,99");
    private static final double WHOLE = 100;

    /** A column of times. */
    private record Clock(String name, Function<LoadResult.Measured, LatencyHistogram> of) {}

    private LoadTable() {}

    /**
     * Several lines.
     *
     * @param chosen percentiles; those with enough samples of the usual ones where empty
     * @param columns of the terminal; 0 where there is none
     */
    static String of(LoadResult result, Optional<List<Percentile>> chosen, int columns) {
        LoadResult.Measured measured = result.measured();
        StringBuilder text = new StringBuilder();
        line(text, result.setting().describe());
        text.append('\n');
        List<Clock> clocks = clocks(measured);
        table(clocks).lines(times(measured, clocks, chosen), columns).forEach(line -> line(text, line));
        text.append('\n');
        List<String> steps = StepTable.lines(result, columns);
        if (!steps.isEmpty()) {
            steps.forEach(line -> line(text, line));
            text.append('\n');
        }
        List<String> stages = StageTable.lines(result, columns);
        if (!stages.isEmpty()) {
            stages.forEach(line -> line(text, line));
            text.append('\n');
        }
        List<String> generators = GeneratorTable.lines(result, columns);
        if (!generators.isEmpty()) {
            generators.forEach(line -> line(text, line));
            text.append('\n');
        }
        throughput(text, result);
        data(text, measured);
        errors(text, measured);
        return FoldedText.of(text.append(VerdictText.of(result.verdict())).toString(), columns);
    }

    /** Connecting has a column where each request had a connection of its own, and its TLS handshake too. */
    private static List<Clock> clocks(LoadResult.Measured measured) {
        boolean connected = measured.connect().count() > 0;
        return CLOCKS.stream()
                .filter(clock -> switch (clock.name()) {
                    case "connect" -> connected;
                    case "handshake" -> connected && measured.handshake().count() > 0;
                    default -> true;
                })
                .toList();
    }

    private static TextTable table(List<Clock> clocks) {
        return TextTable.of(Stream.concat(
                        Stream.of(TextTable.left("", 8)),
                        clocks.stream().map(clock -> TextTable.right(clock.name(), COLUMN)))
                .toArray(TextTable.Column[]::new));
    }

    private static List<List<String>> times(
            LoadResult.Measured measured, List<Clock> clocks, Optional<List<Percentile>> chosen) {
        List<List<String>> rows = new ArrayList<>();
        for (Percentile percentile : chosen.orElse(Percentile.TABLE)) {
            if (chosen.isPresent()
                    || measured.response().percentileNanos(percentile.percent()).isPresent()) {
                rows.add(
                        row(percentile.text(), measured, clocks, times -> times.percentileNanos(percentile.percent())));
            }
        }
        rows.add(row("max", measured, clocks, LatencyHistogram::longestNanos));
        rows.add(row("mean", measured, clocks, times -> rounded(times, times.meanNanos())));
        rows.add(row("stddev", measured, clocks, times -> rounded(times, times.standardDeviationNanos())));
        return rows;
    }

    private static OptionalLong rounded(LatencyHistogram times, double nanos) {
        return times.count() == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(nanos));
    }

    private static List<String> row(
            String name,
            LoadResult.Measured measured,
            List<Clock> clocks,
            Function<LatencyHistogram, OptionalLong> value) {
        List<String> row = new ArrayList<>(List.of(name));
        clocks.forEach(clock -> row.add(NumberText.time(value.apply(clock.of().apply(measured)))));
        return row;
    }

    private static void throughput(StringBuilder text, LoadResult result) {
        LoadResult.Measured measured = result.measured();
        boolean cycles = !measured.steps().isEmpty();
        String replies = cycles ? "cycles" : "replies";
        if (measured.closedLoop()) {
            line(
                    text,
                    String.format(
                            Locale.ROOT, "throughput: %,.1f %s/s (closed loop)", measured.repliesPerSecond(), replies));
        } else {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "throughput: target %s/s, sent %,.1f/s (%.1f %%), %,.1f %s/s",
                            NumberText.number(measured.targetPerSecond()),
                            measured.sentPerSecond(),
                            WHOLE * measured.keptShare(),
                            measured.repliesPerSecond(),
                            replies));
        }
        if (cycles) {
            line(
                    text,
                    "cycles: " + measured.response().count() + " measured, " + measured.count(Outcome.REPLY)
                            + " complete");
            return;
        }
        line(
                text,
                String.format(
                        Locale.ROOT,
                        result.setting().repliesChecked()
                                ? "requests: %d measured, %d correct replies"
                                : "requests: %d measured, %d replies (not checked: the right one is not known)",
                        measured.response().count(),
                        measured.count(Outcome.REPLY)));
    }

    private static void data(StringBuilder text, LoadResult.Measured measured) {
        if (measured.count(Counter.BYTES_SENT) > 0) {
            line(
                    text,
                    "bandwidth: sent " + Bandwidths.text(measured.bytesSentPerSecond()) + ", received "
                            + Bandwidths.text(measured.bytesReceivedPerSecond()));
        }
        handshakes(text, measured.handshake());
        measured.serverCpuNanosPerReply().ifPresent(nanos -> {
            ServerCpu server = measured.serverCpu().orElseThrow();
            line(
                    text,
                    "server CPU: " + NumberText.time(nanos) + (measured.steps().isEmpty() ? " a reply, " : " a cycle, ")
                            + server.processes());
        });
    }

    private static void handshakes(StringBuilder text, LatencyHistogram times) {
        if (times.count() == 0) {
            return;
        }
        StringBuilder values = new StringBuilder();
        for (Percentile percentile : HANDSHAKE_PERCENTILES) {
            times.percentileNanos(percentile.percent())
                    .ifPresent(nanos -> values.append(percentile.text())
                            .append(' ')
                            .append(NumberText.time(nanos))
                            .append(", "));
        }
        line(
                text,
                "TLS handshakes: " + NumberText.count(times.count()) + ", each a full one: " + values + "max "
                        + NumberText.time(times.maxNanos()) + ", mean "
                        + NumberText.time(Math.round(times.meanNanos())));
    }

    private static void errors(StringBuilder text, LoadResult.Measured measured) {
        StringBuilder kinds = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            if (outcome.error() && measured.count(outcome) > 0) {
                kinds.append(", ").append(measured.count(outcome)).append(' ').append(outcome.text());
            }
        }
        line(text, "errors: " + measured.errors() + share(measured) + kinds);
        StringBuilder events = new StringBuilder();
        for (Counter counter : Counter.values()) {
            if (isEvent(counter) && measured.count(counter) > 0) {
                events.append(events.isEmpty() ? "" : ", ")
                        .append(name(counter))
                        .append(": ")
                        .append(measured.count(counter));
            }
        }
        if (!events.isEmpty()) {
            line(text, events.toString());
        }
        measured.jitterNanos()
                .ifPresent(nanos -> line(text, "jitter: " + NumberText.time(nanos) + " (RFC 3550, of round trips)"));
    }

    /** {@code  (1.25 %)}; nothing where there are none. */
    private static String share(LoadResult.Measured measured) {
        return measured.errors() == 0
                ? ""
                : NumberText.format(
                        " (%.2f %%)",
                        WHOLE * measured.errors() / measured.response().count());
    }

    private static boolean isEvent(Counter counter) {
        return switch (counter) {
            case DUE, SENT, REPLIES_IN_TIME, BYTES_SENT, BYTES_RECEIVED -> false;
            default -> true;
        };
    }

    private static String name(Counter counter) {
        return switch (counter) {
            case UNCONNECTED -> "clients without a connection";
            case RECONNECTED -> "reconnects";
            case REFUSED -> "refused connections";
            case LATE -> "late replies";
            case DUPLICATE -> "duplicate replies";
            case REORDERED -> "reordered replies";
            case UNEXPECTED -> "unexpected replies";
            case NO_SOCKET -> "connections this process could not open";
            case NO_PORT -> "connections without a local port";
            case DROPPED_HERE -> "replies dropped by this host";
            case OPEN_AT_END -> "open at the end";
            case DUE, SENT, REPLIES_IN_TIME, BYTES_SENT, BYTES_RECEIVED -> counter.text();
        };
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
