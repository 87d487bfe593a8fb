package dev.parley.load;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rate at which every other trial would miss the objective, by a logistic curve through all trials of a search: the share that
 * passes falls from one to none around it, more or less steeply. Its interval holds the true rate in {@value #COVERAGE_PERCENT} of 100
 * searches of servers whose trials follow such a curve; a simulation checks that.
 *
 * @param perSecond the median of what the trials make likely
 * @param lowPerSecond the interval's lower end
 * @param highPerSecond its upper end
 */
public record RateCurve(double perSecond, double lowPerSecond, double highPerSecond) {
    /** Of the interval. */
    public static final int COVERAGE_PERCENT = 95;

    private static final double TAIL = (1 - COVERAGE_PERCENT / 100.0) / 2;
    /** How steep it may be: over a factor of so much the share that passes falls from 73 % to 27 %, at least and at most. */
    private static final double STEEPEST = Math.log(1.002);

    private static final double FLATTEST = Math.log(1.5);
    private static final double FAR = -500;
    private static final int STEEPNESSES = 24;
    private static final int PLACES = 2_000;
    /** The rate may lie so far beyond the rates tried. */
    private static final double BEYOND = Math.log(2);

    /**
     * The curve through these trials; undecided ones say nothing. Empty when all of them passed, or none did: then it may be anywhere on
     * the other side.
     */
    public static Optional<RateCurve> through(List<RateTrial> trials) {
        List<RateTrial> decided = trials.stream()
                .filter(trial -> trial.decision() != Decision.UNDECIDED)
                .toList();
        double[] rates = decided.stream().mapToDouble(RateTrial::perSecond).toArray();
        boolean[] passed = new boolean[rates.length];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = decided.get(i).decision() == Decision.PASS;
        }
        return through(rates, passed);
    }

    static Optional<RateCurve> through(double[] rates, boolean[] passed) {
        int passes = 0;
        for (boolean one : passed) {
            passes += one ? 1 : 0;
        }
        if (passes == 0 || passes == passed.length) {
            return Optional.empty();
        }
        double[] logRates =
                Arrays.stream(rates).map(Math::log).distinct().sorted().toArray();
        int[] passesAt = new int[logRates.length];
        int[] failuresAt = new int[logRates.length];
        for (int trial = 0; trial < rates.length; trial++) {
            int at = Arrays.binarySearch(logRates, Math.log(rates[trial]));
            (passed[trial] ? passesAt : failuresAt)[at]++;
        }
        double low = logRates[0] - BEYOND;
        double high = logRates[logRates.length - 1] + BEYOND;
        double[] likely = new double[PLACES];
        for (int place = 0; place < PLACES; place++) {
            likely[place] = likelihood(low + (high - low) * place / (PLACES - 1), logRates, passesAt, failuresAt);
        }
        return Optional.of(new RateCurve(
                rate(quantile(likely, 0.5), low, high),
                rate(quantile(likely, TAIL), low, high),
                rate(quantile(likely, 1 - TAIL), low, high)));
    }

    /** Of the trials, were this the rate in question; the mean over all steepnesses, each of which is as likely as the next. */
    private static double likelihood(double logRate, double[] logRates, int[] passes, int[] failures) {
        double sum = 0;
        for (int i = 0; i < STEEPNESSES; i++) {
            double width = STEEPEST * Math.pow(FLATTEST / STEEPEST, i / (STEEPNESSES - 1.0));
            double logLikelihood = 0;
            for (int at = 0; at < logRates.length; at++) {
                double away = (logRate - logRates[at]) / width;
                // Far below it the logarithm is the distance itself, which its exponential could not hold.
                double passing = away < FAR ? away : -Math.log1p(Math.exp(-away));
                logLikelihood += passes[at] * passing + failures[at] * (passing - away);
            }
            sum += Math.exp(logLikelihood);
        }
        return sum / STEEPNESSES;
    }

    private static double quantile(double[] likely, double share) {
        double wanted = share * Arrays.stream(likely).sum();
        double sum = 0;
        for (int place = 0; place < likely.length; place++) {
            sum += likely[place];
            if (sum >= wanted) {
                return place;
            }
        }
        return likely.length - 1.0;
    }

    private static double rate(double place, double low, double high) {
        return Math.exp(low + (high - low) * place / (PLACES - 1));
    }
}
