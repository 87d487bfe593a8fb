package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scripts depend on the numbers; the other tests use the names. */
class ExitCodeTest {
    @Test
    void theNumbersAreThoseOfTheDocumentation() {
        assertThat(new int[] {
                    ExitCode.OK,
                    ExitCode.FAILED,
                    ExitCode.USAGE,
                    ExitCode.UNAVAILABLE,
                    ExitCode.IO_ERROR,
                    ExitCode.NO_PERMISSION,
                    ExitCode.BAD_CONFIGURATION,
                    ExitCode.SIGNALLED
                })
                .containsExactly(0, 1, 2, 69, 74, 77, 78, 128);
    }
}
