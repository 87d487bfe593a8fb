package dev.parley.compare;

import dev.parley.result.Merge;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The same load on several servers, side by side.
 *
 * @param command the words that started it
 * @param startedAt wall clock, for people
 * @param rounds asked for
 * @param baseline the name ratios are to; see {@link #baselineOf}
 * @param rows in the order they are to be shown
 * @param endedEarly why, or an empty text
 */
public record Comparison(
        String command, Instant startedAt, int rounds, String baseline, List<Rounds> rows, String endedEarly) {
    public Comparison {
        rows = List.copyOf(rows);
    }

    /** Rows that differ in nothing but the server, together; in the order of their first ones. */
    public List<List<Rounds>> parts() {
        List<List<Rounds>> parts = new ArrayList<>();
        for (Rounds row : rows) {
            parts.stream()
                    .filter(part -> part.getFirst().contender().comparableTo(row.contender()))
                    .findFirst()
                    .orElseGet(() -> {
                        parts.add(new ArrayList<>());
                        return parts.getLast();
                    })
                    .add(row);
        }
        return parts;
    }

    /** What a row's ratios are to: the baseline among the rows of its part, or the first of them where it is not there. */
    public Rounds baselineOf(Rounds row) {
        List<Rounds> part = rows.stream()
                .filter(other -> other.contender().comparableTo(row.contender()))
                .toList();
        return part.stream()
                .filter(other -> other.contender().name().equals(baseline))
                .findFirst()
                .orElse(part.getFirst());
    }

    /** What was measured of each row, its rounds as one; rows without any are left out. */
    public List<NamedResult> merged() {
        boolean oneTransport =
                rows.stream().map(row -> row.contender().transport()).distinct().count() == 1;
        return rows.stream()
                .filter(row -> !row.results().isEmpty())
                .map(row -> new NamedResult(name(row.contender(), oneTransport), Merge.of(row.results())))
                .toList();
    }

    private static String name(Contender contender, boolean oneTransport) {
        String name = contender.name();
        if (!oneTransport) {
            name += " " + contender.transport().text();
        }
        return contender.think().isZero()
                ? name
                : name + ", think " + NumberText.time(contender.think().toNanos());
    }
}
