package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Linux' own counters, as its files have them. */
class HostCountersTest {
    @Test
    void pressureIsTheTotalInMicroseconds() {
        assertThat(HostTimes.pressure("some avg10=0.00 avg60=1.20 avg300=0.30 total=12345"))
                .isEqualTo(12_345_000);
        assertThat(HostTimes.pressure("")).isZero();
    }

    @Test
    void stolenTimeIsTheEighthColumnInHundredths() {
        assertThat(HostTimes.stolen("cpu  10 20 30 40 50 60 70 8 90 100")).isEqualTo(80_000_000);
        assertThat(HostTimes.stolen("cpu 1 2 3")).isZero();
    }

    @Test
    void dropsAreThoseOfOurPortsAlone() {
        List<String> table = List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                "  120: 0100007F:1F90 0100007F:1F91 01 00000000:00000000 00:00000000 00000000     0        0 1234 2 0000000000000000 170",
                "  121: 0100007F:1F92 0100007F:1F91 01 00000000:00000000 00:00000000 00000000     0        0 1235 2 0000000000000000 9");
        assertThat(DatagramDrops.of(table, Set.of(0x1F90))).isEqualTo(170);
        assertThat(DatagramDrops.of(table, Set.of(0x1F90, 0x1F92))).isEqualTo(179);
        assertThat(DatagramDrops.of(List.of(), Set.of(1))).isZero();
    }

    /** A compiler waits long for its few turns; the requests do not wait for it. */
    @Test
    void theLongestWaitIsThatOfThreadsThatServe() {
        ThreadTurns before =
                new ThreadTurns(Map.of(Path.of("loop"), turns("1 100 10"), Path.of("other"), turns("1 0 0")));
        ThreadTurns after = new ThreadTurns(Map.of(
                Path.of("loop"), turns("9 400 1010"),
                Path.of("other"), turns("9 700 500"),
                Path.of("compiler"), turns("9 90000 40")));
        assertThat(after.longestWaitNanos(before)).isEqualTo(700);
        assertThat(new ThreadTurns(Map.of()).longestWaitNanos(before)).isZero();
    }

    private static ThreadTurns.Turns turns(String schedstat) {
        return ThreadTurns.Turns.of(schedstat);
    }

    @Test
    void aThreadThatRanHasItsOwnRunDelay() {
        try (RunDelay delay = RunDelay.ofThisThread()) {
            long before = delay.nanos();
            assertThat(before).isNotNegative();
            assertThat(delay.nanos()).isGreaterThanOrEqualTo(before);
        }
    }
}
