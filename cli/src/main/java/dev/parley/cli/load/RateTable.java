package dev.parley.cli.load;

import dev.parley.cli.shell.TextTable;
import dev.parley.load.Decision;
import dev.parley.load.FoundRate;
import dev.parley.load.LoadSpec;
import dev.parley.load.Objective;
import dev.parley.load.RateCurve;
import dev.parley.load.RateFinder;
import dev.parley.load.RateTally;
import dev.parley.load.RateTrial;
import dev.parley.result.NumberText;
import dev.parley.result.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** A search for a rate, for a person: every trial, and the answer as the last line. */
record RateTable(Objective objective) {
    private TextTable trials() {
        return TextTable.of(
                TextTable.right("rate", 12),
                TextTable.right(objective.metric(), 12),
                TextTable.left(objective.text(), 9).after(2),
                TextTable.left("", 0).after(2));
    }

    String of(FoundRate found, RateFinder finder) {
        LoadSpec spec = finder.spec();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                        Locale.ROOT,
                        "%s: %d clients, depth %d, %s, %d ms a trial",
                        spec.setting().endpoint(),
                        spec.clients(),
                        spec.depth(),
                        spec.setting().messages(),
                        spec.duration().toMillis()))
                .append("\n\n");
        List<List<String>> rows = finder.trials().stream().map(this::cells).toList();
        trials().lines(rows).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        if (found.holds() == null && !finder.trials().isEmpty()) {
            finder.trials()
                    .getLast()
                    .reasons()
                    .forEach(reason -> text.append("  - ").append(reason).append('\n'));
        }
        RateCurve.through(finder.trials())
                .ifPresent(curve -> text.append(String.format(
                        Locale.ROOT,
                        "all trials together: every other one misses it at %s (from %s to %s in %d of 100 such searches)\n",
                        rounded(curve.perSecond()),
                        rounded(curve.lowPerSecond()),
                        rounded(curve.highPerSecond()),
                        RateCurve.COVERAGE_PERCENT)));
        return text.append(answer(found, finder)).toString();
    }

    /** One trial, as soon as it is over. */
    String row(RateTrial trial) {
        return trials().line(cells(trial));
    }

    /** With the first reason that is more than the value. */
    private List<String> cells(RateTrial trial) {
        String value = trial.value().isEmpty()
                ? "-"
                : objective.isTime()
                        ? NumberText.time(Math.round(trial.value().getAsDouble()))
                        : NumberText.number(trial.value().getAsDouble());
        String why = trial.reasons().stream()
                .filter(reason -> reason.kind() != Reason.Kind.OBJECTIVE_MISSED)
                .findFirst()
                .map(Reason::text)
                .orElse("");
        String note = (trial.confirming() ? "round  " : "") + why;
        return List.of(rate(trial.perSecond()), value, word(trial.decision()), note);
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case PASS -> "held";
            case FAIL -> "broke";
            case UNDECIDED -> "undecided";
        };
    }

    /** One line. */
    String answer(FoundRate found, RateFinder finder) {
        RateTally holds = found.holds();
        RateTally breaks = found.breaks();
        String upper = breaks == null ? "no rate tried broke it" : upper(breaks, finder);
        if (!found.confirmed()) {
            String soFar = holds == null ? "" : " held at " + rate(holds.perSecond()) + ",";
            return objective.text() + ":" + soFar + " " + upper + "; ended early: " + finder.endedEarly();
        }
        if (holds == null) {
            return objective.text() + " holds at no rate" + (finder.anyRound() ? " in all rounds" : "") + ": " + upper
                    + (finder.anyRound() ? "" : "; a trial this short cannot measure a lower rate");
        }
        boolean limitSeen = breaks != null && breaks.failed() >= breaks.undecided();
        return objective.text() + (limitSeen ? " holds up to " : " holds up to at least ") + rate(holds.perSecond())
                + " (held in " + holds.passed() + " of " + holds.rounds() + " rounds at " + rate(holds.perSecond())
                + ", " + upper + ")";
    }

    private static String upper(RateTally breaks, RateFinder finder) {
        String at = breaks.rounds() + " at " + rate(breaks.perSecond());
        return breaks.failed() >= breaks.undecided()
                ? "broke in " + breaks.failed() + " of " + at
                : "undecided in " + breaks.undecided() + " of " + at + ": " + whyUndecided(breaks, finder);
    }

    private static String whyUndecided(RateTally breaks, RateFinder finder) {
        return finder.trials().stream()
                .filter(t -> t.perSecond() == breaks.perSecond() && t.decision() == Decision.UNDECIDED)
                .map(t -> t.reasons().getFirst().text())
                .findFirst()
                .orElse("this machine was too slow");
    }

    /** Three digits: more is not known. */
    private static String rounded(double perSecond) {
        return rate(new BigDecimal(perSecond).round(new MathContext(3)).doubleValue());
    }

    private static String rate(double perSecond) {
        return NumberText.number(perSecond) + "/s";
    }
}
