package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {
    @ParameterizedTest
    @CsvSource({
        "a, 3, 1a 2a 3a",
        "a b, 1, 1a 1b",
        "a b c, 2, 1a 1b 1c 2b 2c 2a",
        "a b c, 4, 1a 1b 1c 2b 2c 2a 3c 3a 3b 4a 4b 4c",
    })
    void eachRoundHasEveryContenderOnceAndBeginsWithTheNextOne(String names, int rounds, String order) {
        List<Contender> contenders = Stream.of(names.split(" "))
                .map(name -> new Contender(name, Transport.TCP, Duration.ZERO))
                .toList();
        String planned = Trial.inTurn(contenders, rounds).stream()
                .map(trial -> trial.round() + trial.contender().name())
                .collect(Collectors.joining(" "));
        assertThat(planned).isEqualTo(order);
    }
}
