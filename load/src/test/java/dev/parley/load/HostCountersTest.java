package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void aThreadThatRanHasItsOwnRunDelay() {
        try (RunDelay delay = RunDelay.ofThisThread()) {
            long before = delay.nanos();
            assertThat(before).isNotNegative();
            assertThat(delay.nanos()).isGreaterThanOrEqualTo(before);
        }
    }
}
