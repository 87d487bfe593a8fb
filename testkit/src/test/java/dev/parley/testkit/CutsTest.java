package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CutsTest {
    @Test
    void cutsWholeBytewiseAndInTwoEverywhere() {
        List<String> seen = shapes("abcd", 1);

        assertThat(seen)
                .startsWith("abcd", "a|b|c|d", "a|bcd", "ab|cd", "abc|d")
                .hasSizeGreaterThan(20);
    }

    @Test
    void losesAndReordersNoByte() {
        Cuts.forAll(
                "hello".getBytes(US_ASCII),
                pieces -> assertThat(shape(pieces).replace("|", "")).isEqualTo("hello"));
    }

    @Test
    void cutsAlikeForTheSameSeed() {
        assertThat(shapes("abcdefghij", 7)).isEqualTo(shapes("abcdefghij", 7)).isNotEqualTo(shapes("abcdefghij", 8));
    }

    @Test
    void namesThePiecesAndTheSeedOfAFailure() {
        assertThatThrownBy(() -> Cuts.forAll(
                        "abcdef".getBytes(US_ASCII),
                        42,
                        pieces -> assertThat(pieces.size()).isNotEqualTo(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("pieces of ")
                .hasMessageContaining("-Dparley.seed=42");
    }

    @Test
    void leavesAnEmptyInputWhole() {
        Cuts.forAll(new byte[0], pieces -> assertThat(shape(pieces)).isEmpty());
    }

    private static List<String> shapes(String input, long seed) {
        List<String> seen = new ArrayList<>();
        Cuts.forAll(input.getBytes(US_ASCII), seed, pieces -> seen.add(shape(pieces)));
        return seen;
    }

    private static String shape(List<byte[]> pieces) {
        return pieces.stream().map(p -> new String(p, US_ASCII)).collect(Collectors.joining("|"));
    }
}
