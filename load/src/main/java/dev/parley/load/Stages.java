package dev.parley.load;

import dev.parley.core.PrintableText;
import dev.parley.result.Durations;
import dev.parley.result.Rates;
import dev.parley.result.ScheduleKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rates that follow each other, each held or changed evenly for a time.
 *
 * <pre>
 *   r=1000 for 30s, ramp to 5000 over 1m, r=5000 for 30s
 *                        ________
 *                    . '
 *   ____________ . '
 *        30s     |  1m   |  30s  |
 * </pre>
 *
 * Each request belongs to the stage in which it is due.
 */
public final class Stages implements Schedule {
    /** Each has histograms of its own. */
    public static final int MOST = 20;

    private static final String FORM = "expected stages such as 'r=1000 for 30s, ramp to 5000 over 1m, r=5000 for 30s'";
    private static final Pattern HELD = Pattern.compile("r=(\\S+) +for +(\\S+)");
    private static final Pattern RAMP = Pattern.compile("ramp +(?:from +(\\S+) +)?to +(\\S+) +over +(\\S+)");

    private final List<Stage> stages;
    /** Where each stage begins, and where the last one ends. */
    private final long[] beginNanos;
    /** How many requests are due before each stage; a part of one may be. */
    private final double[] requestsBefore;

    /**
     * One of them.
     *
     * @param from requests a second at first; more than 0
     * @param to requests a second in the end, more than 0; equal for a rate that is held
     */
    public record Stage(double from, double to, Duration length) {
        /** Of {@link Rates#check}'s range. */
        public Stage {
            Rates.check(from);
            Rates.check(to);
        }

        double requests() {
            return (from + to) / 2 * length.toNanos() / Rates.NANOS_PER_SECOND;
        }

        /** As it is typed. */
        public String text() {
            return from == to
                    ? "r=" + Rates.text(from) + " for " + Durations.text(length)
                    : "ramp from " + Rates.text(from) + " to " + Rates.text(to) + " over " + Durations.text(length);
        }

        Schedule schedule() {
            return from == to ? new ConstantRate(from) : new Ramp(from, to, length);
        }
    }

    /** @throws IllegalArgumentException with a text for the user, unless there are 1 to {@value #MOST} */
    public Stages(List<Stage> stages) {
        if (stages.isEmpty() || stages.size() > MOST) {
            throw new IllegalArgumentException("there can be 1 to " + MOST + " stages, not " + stages.size());
        }
        this.stages = List.copyOf(stages);
        this.beginNanos = new long[stages.size() + 1];
        this.requestsBefore = new double[stages.size() + 1];
        for (int i = 0; i < stages.size(); i++) {
            beginNanos[i + 1] = beginNanos[i] + stages.get(i).length().toNanos();
            requestsBefore[i + 1] = requestsBefore[i] + stages.get(i).requests();
        }
    }

    /**
     * Reads stages, separated by commas: {@code r=RATE for TIME}, {@code ramp to RATE over TIME} from the rate before, or
     * {@code ramp from RATE to RATE over TIME}.
     *
     * @throws IllegalArgumentException with a text for the user, which names the stage at fault
     */
    public static Stages parse(String text) {
        List<Stage> stages = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            try {
                stages.add(stage(part.strip(), stages));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("stage " + (stages.size() + 1) + " '"
                        + PrintableText.of(part.strip()) + "': " + e.getMessage());
            }
        }
        return new Stages(stages);
    }

    private static Stage stage(String text, List<Stage> before) {
        Matcher held = HELD.matcher(text);
        if (held.matches()) {
            double rate = Rates.parse(held.group(1));
            return new Stage(rate, rate, Durations.parsePositive(held.group(2)));
        }
        Matcher ramp = RAMP.matcher(text);
        if (!ramp.matches()) {
            throw new IllegalArgumentException(FORM);
        }
        if (ramp.group(1) == null && before.isEmpty()) {
            throw new IllegalArgumentException("the first ramp needs a rate to begin with: ramp from 100 to "
                    + ramp.group(2) + " over " + ramp.group(3));
        }
        double from = ramp.group(1) == null ? before.getLast().to() : Rates.parse(ramp.group(1));
        return new Stage(from, Rates.parse(ramp.group(2)), Durations.parsePositive(ramp.group(3)));
    }

    /** In their order. */
    public List<Stage> all() {
        return stages;
    }

    /** Where one ends and the next one begins, since the begin of the first. */
    List<Long> bordersNanos() {
        return Arrays.stream(beginNanos, 1, stages.size()).boxed().toList();
    }

    /** From the begin of the first to the end of the last. */
    public Duration length() {
        return Duration.ofNanos(beginNanos[stages.size()]);
    }

    /** When this stage begins; the number after the last for the end. */
    long beginNanos(int stage) {
        return beginNanos[stage];
    }

    /** The number of the stage at this time; the first before, the last after them. */
    int at(long nanos) {
        int stage = stages.size() - 1;
        while (stage > 0 && nanos < beginNanos[stage]) {
            stage--;
        }
        return stage;
    }

    @Override
    public long startNanos(long sequence) {
        int number = stages.size() - 1;
        while (number > 0 && sequence < requestsBefore[number]) {
            number--;
        }
        Stage stage = stages.get(number);
        double within = sequence - requestsBefore[number];
        double slope = (stage.to - stage.from) / (stage.length.toNanos() / Rates.NANOS_PER_SECOND);
        // n = from t + slope t^2 / 2, solved for t in the form that stays exact when the slope is 0. Behind the end of
        // a ramp that
        // goes down it would have no solution: the rate that was reached is held.
        double seconds = within >= stage.requests()
                ? stage.length.toNanos() / Rates.NANOS_PER_SECOND + (within - stage.requests()) / stage.to
                : 2 * within / (stage.from + Math.sqrt(stage.from * stage.from + 2 * slope * within));
        return beginNanos[number] + (long) (seconds * Rates.NANOS_PER_SECOND);
    }

    @Override
    public ScheduleKind kind() {
        return ScheduleKind.STAGES;
    }

    @Override
    public String describe() {
        return "stages " + stages.stream().map(Stage::text).collect(Collectors.joining(", "));
    }

    @Override
    public Schedule warmUp() {
        return new ConstantRate(stages.getFirst().from);
    }
}
