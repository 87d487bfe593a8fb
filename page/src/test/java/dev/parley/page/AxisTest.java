package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    private static String labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "90e3;      150e3;   90 µs | 100 µs | 120 µs | 140 µs | 160 µs",
                "1e6;       1e6;     1 ms | 1.2 ms",
                "120e3;     4e6;     100 µs | 200 µs | 500 µs | 1 ms | 2 ms | 5 ms",
                "61e3;      210e6;   100 µs | 1 ms | 10 ms | 100 ms",
                "1e6;       10e9;    1 ms | 10 ms | 100 ms | 1 s | 10 s",
                "0;         3600e9;  1 µs | 10 µs | 100 µs | 1 ms | 10 ms | 100 ms | 1 s | 10 s | 100 s | 1,000 s",
            })
    void latencyEndsAtRoundValuesAroundTheData(double least, double most, String labels) {
        Axis axis = Axis.latency(LongStream.of((long) least, (long) most));
        assertThat(labels(axis)).endsWith(labels);
        assertThat(axis.from()).isLessThanOrEqualTo(Math.max(least, 100));
        assertThat(axis.to()).isGreaterThanOrEqualTo(most);
    }

    @Test
    void latencyIsLogarithmic() {
        Axis axis = Axis.latency(LongStream.of(1_000_000, 100_000_000));
        assertThat(axis.share(10e6)).isCloseTo(0.5, within(1e-9));
        assertThat(axis.share(1)).as("what is before it is drawn at its start").isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0;        0 | 0.2 | 0.4 | 0.6 | 0.8 | 1",
                "7.2;      0 | 2 | 4 | 6 | 8",
                "2000;     0 | 500 | 1,000 | 1,500 | 2,000",
                "41234;    0 | 10k | 20k | 30k | 40k | 50k",
                "1200000;  0 | 500k | 1M | 1.5M",
            })
    void rateGoesFromZeroToARoundValue(double most, String labels) {
        assertThat(labels(Axis.rate(most))).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "300e6;    0 s | 0.05 s | 0.1 s | 0.15 s | 0.2 s | 0.25 s | 0.3 s",
                "10e9;     0 s | 2 s | 4 s | 6 s | 8 s | 10 s",
                "600e9;    0 min | 2 min | 4 min | 6 min | 8 min | 10 min",
                "36000e9;  0 h | 2 h | 4 h | 6 h | 8 h | 10 h",
            })
    void timeEndsWhereTheRunDoes(double nanos, String labels) {
        assertThat(labels(Axis.time(nanos))).isEqualTo(labels);
        assertThat(Axis.time(nanos).share(nanos)).isEqualTo(1);
    }

    @Test
    void ninesAreAsFarApartAsTheyAreRare() {
        Axis axis = Axis.nines(4);
        assertThat(labels(axis)).isEqualTo("min | p50 | p90 | p99 | p99.9 | p99.99");
        assertThat(axis.share(PercentileCurve.nines(99))).isCloseTo(0.5, within(1e-9));
        assertThat(axis.share(PercentileCurve.nines(99.9))).isCloseTo(0.75, within(1e-9));
    }
}
