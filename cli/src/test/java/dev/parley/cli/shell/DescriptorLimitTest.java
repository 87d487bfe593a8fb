package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    private static final String TABLE = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             7823                 7823                 processes
            Max open files            1024                 %s               files
            Max locked memory         8388608              8388608              bytes
            """;

    @Test
    void bothAreReadFromLinuxsTable() {
        assertThat(DescriptorLimit.parse(TABLE.formatted("524288"))).hasValue(new DescriptorLimit(1024, 524_288));
    }

    @Test
    void aLimitThatIsNotThereIsMoreThanAnyOther() {
        DescriptorLimit limit =
                DescriptorLimit.parse(TABLE.formatted("unlimited")).orElseThrow();

        assertThat(limit.hard()).isEqualTo(DescriptorLimit.UNLIMITED).isGreaterThan(1L << 40);
        assertThat(DescriptorLimit.text(limit.hard())).isEqualTo("unlimited");
        assertThat(DescriptorLimit.text(limit.soft())).isEqualTo("1024");
    }

    @Test
    void tablesThatDoNotSayGiveNone() {
        assertThat(DescriptorLimit.parse("")).isEmpty();
        assertThat(DescriptorLimit.parse(TABLE.formatted("many"))).isEmpty();
        assertThat(DescriptorLimit.parse("Max open files  99999999999999999999  1  files"))
                .isEmpty();
    }

    @Test
    void theOneInForceIsTheShells() throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "ulimit -n").start();
        String limit = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();

        assertThat(DescriptorLimit.text(DescriptorLimit.inForce())).isEqualTo(limit);
    }
}
