package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedRunTest {
    @ParameterizedTest
    @CsvSource({
        "a, 3, 1a 2a 3a",
        "a b, 1, 1a 1b",
        "a b c, 2, 1a 1b 1c 2b 2c 2a",
        "a b c, 4, 1a 1b 1c 2b 2c 2a 3c 3a 3b 4a 4b 4c",
    })
    void eachRoundHasEveryTargetOnceAndBeginsWithTheNextOne(String names, int rounds, String order) {
        List<Target> targets = Stream.of(names.split(" ")).map(Targets::tcp).toList();
        String planned = PlannedRun.inTurn(targets, rounds).stream()
                .map(run -> run.round() + run.target().name())
                .collect(Collectors.joining(" "));
        assertThat(planned).isEqualTo(order);
    }
}
