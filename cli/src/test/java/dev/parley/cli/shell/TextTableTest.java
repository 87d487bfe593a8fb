package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final TextTable TABLE = TextTable.of(
            TextTable.left("name", 6),
            TextTable.right("rate", 5),
            TextTable.left("note", 0).after(2));

    @Test
    void wordsBeginAndNumbersEndTogether() {
        assertThat(TABLE.lines(List.of(List.of("a", "1", "x"), List.of("bb", "23", "yy"))))
                .containsExactly("name    rate  note", "a          1  x", "bb        23  yy");
    }

    @Test
    void aColumnIsAsWideAsItsLongestCell() {
        assertThat(TABLE.lines(List.of(List.of("sequential", "1234567", "x"), List.of("b", "2", "y"))))
                .containsExactly("name          rate  note", "sequential 1234567  x", "b                2  y");
    }

    @Test
    void noLineEndsInBlanks() {
        assertThat(TABLE.lines(List.of(List.of("a", "1", "")))).containsExactly("name    rate  note", "a          1");
    }

    @Test
    void withoutHeadingsThereAreRowsAlone() {
        TextTable plain =
                TextTable.of(TextTable.left("", 3), TextTable.left("", 0)).indentedBy(2);
        assertThat(plain.lines(List.of(List.of("a", "b")))).containsExactly("  a   b");
        assertThat(plain.lines(List.of())).isEmpty();
    }

    @Test
    void aRowShownByItselfIsInTheSamePlace() {
        assertThat(TABLE.line(List.of("a", "1", "x"))).isEqualTo("a          1  x");
        assertThat(TABLE.line(List.of("sequential", "1", "x"))).isEqualTo("sequential     1  x");
    }

    @Test
    void aTableTooWideForItsTerminalIsWrittenInBlocksThatBeginWithTheFirstColumn() {
        List<List<String>> rows = List.of(List.of("a", "1", "x"), List.of("bb", "23", "yy"));
        assertThat(TABLE.lines(rows, 18)).isEqualTo(TABLE.lines(rows));
        assertThat(TABLE.lines(rows, 17))
                .containsExactly(
                        "name    rate", "a          1", "bb        23", "", "name    note", "a       x", "bb      yy");
    }

    @Test
    void columnsThatSayNothingAloneStayTogether() {
        TextTable table = TextTable.of(
                TextTable.left("", 4),
                TextTable.right("p50", 5),
                TextTable.right("ratio", 5).beside(),
                TextTable.right("p99", 5),
                TextTable.right("ratio", 5).beside());
        assertThat(table.lines(List.of(List.of("a", "1", "2", "3", "4")), 22))
                .containsExactly("       p50 ratio", "a        1     2", "", "       p99 ratio", "a        3     4");
    }

    @Test
    void aFirstColumnThatLeavesNoRoomHasLinesOfItsOwn() {
        assertThat(TABLE.lines(List.of(List.of("a-result-with-a-long-name.json", "1", "x")), 20))
                .containsExactly("a-result-with-a-long-name.json", "   rate  note", "      1  x");
    }
}
