package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSearchTest {
    private static final double LOWEST = 10;
    private static final double HIGHEST = 10_000_000;
    private static final int ROUNDS = 5;

    private final List<Double> tried = new ArrayList<>();

    private static RateSearch searchFrom(double start) {
        return new RateSearch(LOWEST, start, HIGHEST, ROUNDS);
    }

    private FoundRate run(RateSearch search, DoubleFunction<Decision> server) {
        for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
            tried.add(next.getAsDouble());
            search.record(server.apply(next.getAsDouble()));
            assertThat(tried.size()).as("%s", tried).isLessThanOrEqualTo(search.mostTrials());
        }
        return search.found();
    }

    private static Decision upTo(double cliff, double rate) {
        return rate <= cliff ? Decision.PASS : Decision.FAIL;
    }

    @ParameterizedTest
    @CsvSource({
        "1000,    12345",
        "1000,    1000",
        "1000,    1001",
        "1000,    999",
        "1000,    30",
        "1000,    10",
        "1000,    4999999",
        "7,       700",
        "50000,   123",
        "33.3,    33.4",
    })
    void sharpCliffIsFoundWithinFivePercentWhereverTheSearchStarts(double start, double cliff) {
        RateSearch search = new RateSearch(Math.min(LOWEST, start), start, HIGHEST, ROUNDS);
        FoundRate found = run(search, rate -> upTo(cliff, rate));
        assertThat(found.confirmed()).isTrue();
        RateTally holds = Objects.requireNonNull(found.holds());
        RateTally breaks = Objects.requireNonNull(found.breaks());
        assertThat(holds).isEqualTo(new RateTally(holds.perSecond(), ROUNDS, 0, 0));
        assertThat(breaks).isEqualTo(new RateTally(breaks.perSecond(), 0, ROUNDS, 0));
        assertThat(holds.perSecond()).isLessThanOrEqualTo(cliff);
        assertThat(breaks.perSecond()).isGreaterThan(cliff);
        assertThat(breaks.perSecond() / holds.perSecond()).isLessThanOrEqualTo(1.05);
    }

    @Test
    void climbsBisectsAndConfirmsBothEndsInTurn() {
        run(new RateSearch(LOWEST, 1000, HIGHEST, 2), rate -> upTo(6000, rate));
        assertThat(tried)
                .containsExactly(
                        1000.0, 2000.0, 4000.0, 8000.0, 5660.0, 6730.0, 6170.0, 5910.0, 5910.0, 6170.0, 5910.0, 6170.0);
    }

    @Test
    void firstTrialThatBreaksIsRepeatedBecauseEverythingWasCold() {
        List<Decision> first = new ArrayList<>(List.of(Decision.FAIL, Decision.PASS, Decision.PASS));
        run(searchFrom(1000), rate -> first.isEmpty() ? upTo(3000, rate) : first.removeFirst());
        assertThat(tried).startsWith(1000.0, 1000.0, 2000.0, 4000.0);
    }

    @Test
    void nothingThatHoldsEvenAtTheLowestRateIsNoAnswer() {
        FoundRate found = run(searchFrom(100), rate -> Decision.FAIL);
        assertThat(tried).containsExactly(100.0, 100.0, 50.0, 25.0, 12.5, 10.0);
        assertThat(found).isEqualTo(new FoundRate(null, new RateTally(10, 0, 1, 0), true));
    }

    @Test
    void objectiveThatIsMetEverywhereHoldsUpToTheHighestRate() {
        FoundRate found = run(searchFrom(1000), rate -> Decision.PASS);
        assertThat(found).isEqualTo(new FoundRate(new RateTally(HIGHEST, ROUNDS, 0, 0), null, true));
    }

    /** The one trial of the climb was an accident: at 2,000 and above it holds in every round, up to 3,900. */
    @Test
    void cliffSeenTooLowByAccidentMovesUpInTheRounds() {
        FoundRate found = run(searchFrom(2000), new DoubleFunction<>() {
            private boolean accident = true;

            @Override
            public Decision apply(double rate) {
                boolean broken = accident && rate > 2000;
                accident &= tried.size() < 7;
                return broken ? Decision.FAIL : upTo(3900, rate);
            }
        });
        assertThat(found.confirmed()).isTrue();
        assertThat(Objects.requireNonNull(found.holds()).perSecond()).isBetween(2_500.0, 3_900.0);
        assertThat(Objects.requireNonNull(found.breaks()).perSecond()).isBetween(3_900.0, 4_700.0);
    }

    /** Above 8,000 one trial of two breaks: what passed once in the search does not pass five rounds. */
    @Test
    void rateThatHoldsOnlySometimesIsNotTheAnswer() {
        boolean[] heads = new boolean[1];
        FoundRate found = run(searchFrom(1000), rate -> {
            heads[0] = !heads[0];
            return rate <= 8000 || (rate <= 12_000 && heads[0]) ? Decision.PASS : Decision.FAIL;
        });
        assertThat(Objects.requireNonNull(found.holds()).perSecond()).isBetween(4_000.0, 8_000.0);
        assertThat(Objects.requireNonNull(found.breaks()).perSecond()).isGreaterThan(8_000.0);
    }

    @Test
    void everyNoisySearchEndsAndNeverAnswersARateThatBrokeInARound() {
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            tried.clear();
            Decision[] all = Decision.values();
            FoundRate found = run(searchFrom(1000), rate -> all[random.nextInt(all.length)]);
            assertThat(found.confirmed()).isTrue();
            RateTally holds = found.holds();
            RateTally breaks = found.breaks();
            assertThat(holds == null || (holds.passed() == ROUNDS && holds.rounds() == ROUNDS))
                    .as("seed %d: %s", seed, found)
                    .isTrue();
            assertThat(holds == null || breaks == null || holds.perSecond() < breaks.perSecond())
                    .as("seed %d: %s", seed, found)
                    .isTrue();
        }
    }

    /** Where the load generator is the limit, that is the reason given for the upper end. */
    @Test
    void rateThisMachineCannotKeepIsTheUpperEndWithoutBreaking() {
        FoundRate found = run(searchFrom(1000), rate -> rate <= 6000 ? Decision.PASS : Decision.UNDECIDED);
        RateTally breaks = Objects.requireNonNull(found.breaks());
        assertThat(breaks).isEqualTo(new RateTally(breaks.perSecond(), 0, 0, ROUNDS));
    }

    @Test
    void endedEarlyItReportsWhatIsKnownSoFar() {
        RateSearch search = searchFrom(1000);
        assertThat(search.found()).isEqualTo(new FoundRate(null, null, false));
        search.record(Decision.PASS);
        search.record(Decision.PASS);
        assertThat(search.found()).isEqualTo(new FoundRate(new RateTally(2000, 1, 0, 0), null, false));
        search.record(Decision.FAIL);
        assertThat(search.found())
                .isEqualTo(new FoundRate(new RateTally(2000, 1, 0, 0), new RateTally(4000, 0, 1, 0), false));
    }

    @Test
    void searchesWithoutRoomAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateSearch(10, 9, 100, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateSearch(10, 101, 100, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateSearch(10, 20, 100, 0));
        RateSearch over = new RateSearch(10, 10, 100, 1);
        run(over, rate -> Decision.FAIL);
        assertThatIllegalStateException().isThrownBy(() -> over.record(Decision.PASS));
    }
}
