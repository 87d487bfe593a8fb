package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedTextTest {
    private static final String TEXT =
            "NOT TRUSTWORTHY:\n  - only 60.2 % of the requests were sent as planned: add clients";

    @Test
    void aLongLineGoesOnBelowFurtherIn() {
        assertThat(FoldedText.of(TEXT, 40))
                .isEqualTo("NOT TRUSTWORTHY:\n  - only 60.2 % of the requests were\n    sent as planned: add clients");
    }

    @Test
    void withoutATerminalAndWhereItFitsNothingChanges() {
        assertThat(FoldedText.of(TEXT, 0)).isEqualTo(TEXT);
        assertThat(FoldedText.of(TEXT, 66)).isEqualTo(TEXT);
        assertThat(FoldedText.of("a  b\n\n  c", 40)).isEqualTo("a  b\n\n  c");
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        String path = "/a/path/that/is/much/longer/than/the/terminal/is/wide.json";
        assertThat(FoldedText.of(path, 40)).isEqualTo(path);
        assertThat(FoldedText.of(path + " is missing", 40)).isEqualTo(path + "\n  is missing");
    }
}
