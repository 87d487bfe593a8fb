package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalTubesTest {
    @Test
    void keepsThoseThatAreReferredToAndABoundedNumberOfOthers() {
        LocalTubes tubes = new LocalTubes();
        tubes.get("watched").watching++;
        tubes.get("watched").total = 7;
        for (int i = 0; i < 5 * LocalTubes.LEAST_KEPT; i++) {
            tubes.get("reply-" + i).total++;
        }

        assertThat(tubes.size()).isLessThanOrEqualTo(LocalTubes.LEAST_KEPT);
        assertThat(tubes.get("watched").total).isEqualTo(7);
        assertThat(tubes.referredTo()).containsExactly("default", "watched");
    }

    @Test
    void forgetsWhatCameAndWent() {
        LocalTubes tubes = new LocalTubes();
        tubes.get("a").total++;
        tubes.get("a").deletedAfter(1);
        tubes.dropIfEmptied("a");

        assertThat(tubes.size()).isOne();
        assertThat(tubes.peek("a").total).isZero();
    }
}
