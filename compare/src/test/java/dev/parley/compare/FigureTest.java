package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds are written {@code 90 110}; {@code -} could not be told. */
class FigureTest {
    private static OptionalDouble number(String text) {
        return text.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    private static Figure figure(String value, @Nullable String rounds) {
        return Figure.of(
                number(value),
                rounds == null
                        ? List.of()
                        : Stream.of(rounds.split(" ")).map(FigureTest::number).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "100, 90 110, 0.1",
        "100, 110 90 100, 0.1",
        "200, 100 300 100, 0.5",
        "100, 100 100, 0",
        "100, 100, -",
        "100, 90 -, -",
        "-, 90 110, -",
        "0, 0 0, -",
        "-, , -"
    })
    void spreadIsHalfTheRangeAsAShareOfTheValue(String value, @Nullable String rounds, String spread) {
        assertThat(figure(value, rounds).spread()).isEqualTo(number(spread));
    }

    @ParameterizedTest
    @CsvSource({
        "90 110, 111 130, false",
        "90 110, 110 130, true",
        "90 110, 95 105, true",
        "95 105, 90 110, true",
        "90 110, 70 89, false",
        "100 100, 100 100, true",
        "100, 200, true",
        "90 110, 200, true",
        "90 110, 200 -, true",
        "- 110, 200 210, true",
    })
    void figuresAreWithinTheNoiseWhenTheirRangesOverlapOrAreNotKnown(String one, String other, boolean noise) {
        assertThat(figure("1", one).withinNoiseOf(figure("1", other))).isEqualTo(noise);
        assertThat(figure("1", other).withinNoiseOf(figure("1", one))).isEqualTo(noise);
    }

    @ParameterizedTest
    @CsvSource({"150, 100, 1.5", "100, 100, 1", "0, 100, 0", "100, 0, -", "-, 100, -", "100, -, -"})
    void ratioIsHowManyTimesTheOtherItIs(String value, String other, String ratio) {
        assertThat(figure(value, "1 2").ratioTo(figure(other, "1 2"))).isEqualTo(number(ratio));
    }

    @Test
    void medianIsTheMiddleOfTheSortedValues() {
        assertThat(Figure.median(5, 1, 100)).hasValue(5);
        assertThat(Figure.median(5, 1, 100, 7)).hasValue(6);
        assertThat(Figure.median(4)).hasValue(4);
        assertThat(Figure.median()).isEmpty();
    }
}
