package dev.parley.load;

import dev.parley.client.CannotConnectException;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.Rates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the highest constant rate at which an objective is met, by loads of their own, one after the other. One thread finds;
 * {@link #stop} is for any.
 */
public final class RateFinder {
    /** Undecided trials are repeated so often in all: a machine that is always busy must come to an end too. */
    private static final int MOST_REPEATS = 10;

    private static final int MOST_REPEATS_OF_ONE = 2;
    private static final double A_LITTLE_MORE = 1.01;

    private final LoadSpec spec;
    private final Objective objective;
    private final Environment environment;
    private final Consumer<RateTrial> onTrial;
    private final RateSearch search;
    private final List<RateTrial> trials = new ArrayList<>();
    private int repeats;
    private boolean serverGone;
    private volatile @Nullable LoadRun running;
    private boolean loadStopped;
    private volatile String endedEarly = "";

    /**
     * A search; opens nothing yet.
     *
     * @param spec what each trial is, but for its rate; with a duration
     * @param startPerSecond the first rate tried
     * @param rounds how often both ends of the answer are measured; 1 to 1000
     * @param onTrial called with each trial when it is over, on the thread that finds
     * @throws IllegalArgumentException with a text for the user
     */
    public RateFinder(
            LoadSpec spec,
            Objective objective,
            double startPerSecond,
            int rounds,
            Environment environment,
            Consumer<RateTrial> onTrial) {
        Rates.check(startPerSecond);
        double lowest = lowestPerSecond(objective, spec.duration());
        if (startPerSecond < lowest) {
            throw new IllegalArgumentException(objective.metric() + " needs " + objective.samplesNeeded()
                    + " requests, and " + spec.duration().toMillis() + " ms at " + Rates.text(startPerSecond)
                    + "/s have fewer; a trial must last longer, or the rate start at " + Rates.text(Math.ceil(lowest))
                    + "/s or more");
        }
        this.spec = spec;
        this.objective = objective;
        this.environment = environment;
        this.onTrial = onTrial;
        this.search = new RateSearch(lowest, startPerSecond, Rates.MOST_PER_SECOND, rounds);
    }

    /** Below this rate a trial of this length has too few requests to decide. */
    public static double lowestPerSecond(Objective objective, Duration trial) {
        return objective.samplesNeeded() * A_LITTLE_MORE * Rates.NANOS_PER_SECOND / trial.toNanos();
    }

    /** The search takes no more trials than this, each as long as warm-up and duration, and a wait for the last replies. */
    public int mostTrials() {
        return search.mostTrials() + MOST_REPEATS;
    }

    /**
     * Searches; blocks until it has found, was stopped, or the server has gone.
     *
     * @throws CannotConnectException when there is no server at the first trial
     */
    public FoundRate find() throws IOException, InterruptedException {
        for (OptionalDouble next = search.next(); next.isPresent() && endedEarly.isEmpty(); next = search.next()) {
            Decision decision = decide(next.getAsDouble());
            if (decision != null) {
                search.record(decision);
            }
        }
        return search.found();
    }

    /** What came of a rate, tried again while undecided; null when the search ended meanwhile. */
    private @Nullable Decision decide(double perSecond) throws IOException, InterruptedException {
        for (int again = 0; true; again++) {
            RateTrial trial = trial(perSecond);
            if (trial == null) {
                return null;
            }
            trials.add(trial);
            onTrial.accept(trial);
            if (trial.decision() != Decision.UNDECIDED || again == MOST_REPEATS_OF_ONE || repeats == MOST_REPEATS) {
                return trial.decision();
            }
            repeats++;
        }
    }

    private @Nullable RateTrial trial(double perSecond) throws IOException, InterruptedException {
        try (LoadRun run = LoadRun.start(spec.onSchedule(new ConstantRate(perSecond)), null)) {
            running = run;
            if (!endedEarly.isEmpty()) {
                run.stop(endedEarly);
            }
            LoadResult result = run.result(environment);
            if (run.stoppedItself()) {
                loadStopped = true;
                endedEarly = result.measured().endedEarly();
            }
            int number = trials.size() + 1;
            return endedEarly.isEmpty()
                    ? RateTrial.of(
                            number, perSecond, search.confirming(), objective, result.measured(), result.verdict())
                    : null;
        } catch (CannotConnectException e) {
            if (trials.isEmpty()) {
                throw e;
            }
            serverGone = true;
            endedEarly = "the server has gone: " + e.getMessage();
            return null;
        } finally {
            running = null;
        }
    }

    /** Ends the search early, with what is known so far. */
    public void stop(String reason) {
        endedEarly = reason;
        LoadRun run = running;
        if (run != null) {
            run.stop(reason);
        }
    }

    public Objective objective() {
        return objective;
    }

    /** What each trial is, but for its rate. */
    public LoadSpec spec() {
        return spec;
    }

    public Environment environment() {
        return environment;
    }

    /** All trials so far, in order, those repeated too. For the thread that finds. */
    public List<RateTrial> trials() {
        return List.copyOf(trials);
    }

    /** True when the ends of the answer were measured, or began to be. */
    public boolean anyRound() {
        return trials.stream().anyMatch(RateTrial::confirming);
    }

    /** True when the search ended because the server no longer listens. */
    public boolean serverGone() {
        return serverGone;
    }

    /** True when the search ended because a load must not go on. */
    public boolean loadStopped() {
        return loadStopped;
    }

    /** Why the search did not come to its end, or an empty text. */
    public String endedEarly() {
        return endedEarly;
    }
}
