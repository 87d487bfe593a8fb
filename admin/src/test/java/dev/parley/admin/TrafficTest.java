package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.admin.Traffic.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is counted is lost, by whichever thread, and however many of them there are. */
class TrafficTest {
    private static final int TIMES = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void allThatAllThreadsCountIsInTheSum(int ofEachKind) throws Exception {
        Traffic traffic = new Traffic();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ofEachKind; i++) {
            for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
                threads.add(builder.start(() -> {
                    for (int time = 0; time < TIMES; time++) {
                        traffic.add(1, 0, 3);
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long times = 2L * ofEachKind * TIMES;
        assertThat(traffic.sum(Kind.MESSAGES)).isEqualTo(times);
        assertThat(traffic.sum(Kind.SENT_BYTES)).isEqualTo(3 * times);
        assertThat(traffic.sum(Kind.RECEIVED_BYTES)).isZero();
    }
}
