package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code parley demo} is what a new user runs first: everything is there, and it works. */
@Tag("slow")
class DemoTest {
    @Test
    void showsEverythingAndEndsByItself() {
        try (ParleyProcess demo = ParleyProcess.start("demo")) {
            demo.program().awaitText("# One slow client");
            demo.program().awaitText("(?m)^round 3/3  ");
            assertThat(demo.program().exitCode()).as(demo.err()).isEqualTo(ExitCode.OK);
            assertThat(demo.err()).isEmpty();
            assertThat(demo.program().outText())
                    .containsSubsequence(
                            "dlrow ,olleH\n",
                            "Sent: 41 bytes\n",
                            "This is message one. I am 41 characters.\n",
                            "Error - no messages in queue.\n",
                            "3 sent, 3 received, ",
                            "sent 3, received 3\n",
                            "lëon\n",
                            " correct replies\nbandwidth: sent ",
                            "\nerrors: 0\nverdict: ",
                            "stopped encoder+tcp://",
                            "engine          client 0",
                            "$ parley compare reverse ",
                            "  tcp      replies/s  ratio",
                            "parley serve reverse+tcp://127.0.0.1:0 --engine virtual\n");
            assertThat(demo.program().outText())
                    .as("few samples are no fault of a demonstration")
                    .doesNotContainPattern("  - p[0-9.]+ and above not reported");
        }
    }
}
