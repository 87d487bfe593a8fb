package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against tables; between whole degrees of freedom and far out against SciPy's scipy.stats.t.isf(p / 2, df). */
class StudentTTest {
    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 12.7062",
        "0.05, 1.5, 6.0167",
        "0.05, 2, 4.3027",
        "0.05, 2.5, 3.5747",
        "0.05, 4, 2.7764",
        "0.05, 10, 2.2281",
        "0.05, 120, 1.9799",
        "0.05, Infinity, 1.95996",
        "0.002, 4, 7.1732",
        "0.000001, 3.7, 62.2908"
    })
    void criticalValuesAreThoseOfTheTables(double probability, double degreesOfFreedom, double t) {
        assertThat(StudentT.critical(probability, degreesOfFreedom)).isCloseTo(t, Percentage.withPercentage(0.002));
        assertThat(StudentT.twoSided(t, degreesOfFreedom)).isCloseTo(probability, Percentage.withPercentage(0.02));
        assertThat(StudentT.twoSided(-t, degreesOfFreedom)).isEqualTo(StudentT.twoSided(t, degreesOfFreedom));
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 1", "0, Infinity, 1", "Infinity, 3, 0", "Infinity, Infinity, 0"})
    void endsAreCertain(double t, double degreesOfFreedom, double probability) {
        assertThat(StudentT.twoSided(t, degreesOfFreedom)).isCloseTo(probability, within(1e-12));
    }
}
