package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.DatagramLane.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which datagrams leave, when and in which order; no sockets, and the time is a number. */
class DatagramLaneTest {
    private static final long MILLI = 1_000_000;

    private final FirstClient firstClient = new FirstClient();
    private final ChaosTally.Counters tally = new ChaosTally.Counters();

    @BeforeEach
    void theFirstClientComesAtZero() {
        firstClient.came(0);
    }

    @Test
    void passesAllInOrderAndAtOnceWithoutFaults() {
        assertThat(arrivals(lane(1), 5)).containsExactly("0@0", "1@1", "2@2", "3@3", "4@4");
    }

    @Test
    void losesTheConfiguredShareAndTheSameOnesForTheSameSeed() {
        List<String> some = arrivals(lane(7, new Fault.Loss(0.1)), 10_000);
        // 900 expected to be lost of 10,000 at 0.09; the band is seven standard deviations wide on each side
        assertThat(some.size()).isBetween(8_790, 9_210);
        assertThat(tally.sum().lost()).isEqualTo(10_000 - some.size());
        assertThat(arrivals(lane(7, new Fault.Loss(0.1)), 10_000)).isEqualTo(some);
        assertThat(arrivals(lane(8, new Fault.Loss(0.1)), 10_000)).isNotEqualTo(some);
    }

    @Test
    void losesAllOrNoneAtTheEndsOfTheScale() {
        assertThat(arrivals(lane(3, new Fault.Loss(1)), 100)).isEmpty();
        assertThat(arrivals(lane(3, new Fault.Loss(0)), 100)).hasSize(100);
    }

    @Test
    void losesTheSameOnesWhateverElseTheTimesAre() {
        List<Integer> plain = numbers(arrivals(lane(5, new Fault.Loss(0.3)), 200));
        assertThat(numbers(arrivals(lane(5, new Fault.Loss(0.3), new Fault.Delay(Duration.ofMillis(3))), 200)))
                .isEqualTo(plain);
    }

    @Test
    void sendsADuplicateRightBehindItsOriginal() {
        assertThat(arrivals(lane(1, new Fault.Duplication(1)), 3))
                .containsExactly("0@0", "0@0", "1@1", "1@1", "2@2", "2@2");
        assertThat(tally.sum().duplicated()).isEqualTo(3);
    }

    @Test
    void letsExactlySoManyOvertakeAReorderedOne() {
        List<Integer> order = numbers(arrivals(lane(11, new Fault.Reordering(0.05, 2)), 1_000));
        assertThat(order).hasSize(1_000).doesNotHaveDuplicates();
        List<Integer> overtaken =
                order.stream().filter(n -> overtakers(order, n) > 0).toList();
        assertThat(tally.sum().reordered()).isEqualTo(overtaken.size()).isBetween(20L, 90L);
        assertThat(overtaken)
                .filteredOn(n -> n < 990) // too few may follow the last
                .allMatch(n -> overtakers(order, n) == 2);
    }

    private static long overtakers(List<Integer> order, int number) {
        return order.subList(0, order.indexOf(number)).stream()
                .filter(n -> n > number)
                .count();
    }

    @Test
    void drawsOneReorderedDatagramAsInThePicture() {
        assertThat(arrivals(lane(seedThatHoldsOnlyTheSecond(), new Fault.Reordering(0.2, 2)), 5))
                .containsExactly("0@0", "2@2", "3@3", "1@3", "4@4");
    }

    /** Alone in its lane, a datagram that is not held leaves when it comes. */
    private long seedThatHoldsOnlyTheSecond() {
        return LongStream.range(0, 1_000)
                .filter(seed -> {
                    DatagramLane lane = lane(seed, new Fault.Reordering(0.2, 2));
                    return IntStream.range(0, 5).allMatch(n -> {
                        long due = lane.take(new byte[1], n * MILLI).getFirst().dueNanos();
                        return (due != n * MILLI) == (n == 1);
                    });
                })
                .findFirst()
                .orElseThrow();
    }

    @Test
    void letsAHeldOneGoAfterATimeWhenNobodyFollows() {
        assertThat(arrivals(lane(1, new Fault.Reordering(1, 1)), 2)).containsExactly("0@100", "1@101");
        Fault longer = new Fault.Reordering(1, 1, Duration.ofMillis(700));
        assertThat(arrivals(lane(1, longer), 2)).containsExactly("0@700", "1@701");
    }

    @Test
    void addsDelaysUp() {
        Fault one = new Fault.Delay(Duration.ofMillis(10));
        Fault two = new Fault.Delay(Duration.ofMillis(5));
        assertThat(arrivals(lane(1, one, two), 2)).containsExactly("0@15", "1@16");
    }

    @Test
    void keepsAllThatComesInAStallForItsEnd() {
        Fault stall = new Fault.Stall(Fault.after(Duration.ofMillis(2)), Duration.ofMillis(3));
        assertThat(arrivals(lane(1, stall), 7)).containsExactly("0@0", "1@1", "2@5", "3@5", "4@5", "5@5", "6@6");
    }

    @Test
    void holdsUpWhatADelayWouldBringInTheMiddleOfAStall() {
        Fault stall = new Fault.Stall(Fault.after(Duration.ofMillis(10)), Duration.ofMillis(5));
        Fault next = new Fault.Stall(Fault.after(Duration.ofMillis(15)), Duration.ofMillis(5));
        assertThat(arrivals(lane(1, new Fault.Delay(Duration.ofMillis(10)), stall, next), 1))
                .containsExactly("0@20");
    }

    private DatagramLane lane(long seed, Fault... faults) {
        return new DatagramLane(List.of(faults), seed, firstClient, tally);
    }

    /** One datagram a millisecond goes in; what comes out, as {@code number@millisecond}. */
    private static List<String> arrivals(DatagramLane lane, int count) {
        List<Departure> departures = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            departures.addAll(lane.take(new byte[] {(byte) (n >> 8), (byte) n}, n * MILLI));
        }
        departures.sort(Comparator.comparingLong(Departure::dueNanos)); // stable: equal times keep their order
        List<String> arrivals = new ArrayList<>();
        for (Departure departure : departures) {
            if (lane.leaves(departure.parcel())) {
                byte[] bytes = departure.parcel().bytes();
                String arrival = (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) + "@" + departure.dueNanos() / MILLI;
                for (int copy = 0; copy < departure.parcel().copies(); copy++) {
                    arrivals.add(arrival);
                }
            }
        }
        return arrivals;
    }

    private static List<Integer> numbers(List<String> arrivals) {
        return arrivals.stream()
                .map(text -> Integer.valueOf(text.replaceFirst("@.*", "")))
                .toList();
    }
}
