package dev.parley.cli.shell;

import dev.parley.result.Bandwidths;
import dev.parley.result.Durations;
import dev.parley.services.Faults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Faults as they are typed; in ASCII, so that they survive every terminal and log. */
public final class FaultText {
    private FaultText() {}

    /** {@code --delay 20ms+-5ms --drop 5% --seed 42}; empty for none. */
    public static String of(Faults faults) {
        return of(faults, faults.drawn());
    }

    static String of(Faults faults, boolean withSeed) {
        List<String> words = new ArrayList<>();
        if (!faults.delay().isZero()) {
            words.add("--delay " + Durations.text(faults.delay())
                    + (faults.spread().isZero() ? "" : "+-" + Durations.text(faults.spread())));
        }
        share("--drop", faults.drop(), words);
        share("--duplicate", faults.duplicate(), words);
        share("--reorder", faults.reorder(), words);
        share("--corrupt", faults.corrupt(), words);
        if (faults.bytesPerSecond() < Faults.UNLIMITED) {
            words.add("--bandwidth " + Bandwidths.word(faults.bytesPerSecond()));
        }
        if (faults.resetAfter() != Faults.NEVER) {
            words.add("--reset-after " + faults.resetAfter());
        }
        if (faults.first() != Faults.NEVER) {
            words.add("--first " + faults.first());
        }
        if (withSeed) {
            words.add("--seed " + faults.seed());
        }
        return String.join(" ", words);
    }

    private static void share(String option, double part, List<String> words) {
        if (part > 0) {
            BigDecimal percent = BigDecimal.valueOf(part).movePointRight(2).stripTrailingZeros();
            words.add(option + " " + percent.toPlainString() + "%");
        }
    }
}
