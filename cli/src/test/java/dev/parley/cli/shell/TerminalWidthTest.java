package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {
    @ParameterizedTest
    @CsvSource({"'24 80\n', 80", "'50 211\n', 211", "'0 0\n', 0", "'', 0", "'stty: not a tty', 0"})
    void readsTheColumnsOfWhatSttyPrints(String size, int columns) {
        assertThat(TerminalWidth.columns(size)).isEqualTo(columns);
    }
}
