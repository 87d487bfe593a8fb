package dev.parley.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Inputs to begin with, as people can read them. */
final class Seeds {
    private Seeds() {}

    /** Bytes as {@code 03 61 62 63}. */
    static Stream<byte[]> hex(String... inputs) {
        return Stream.of(inputs).map(HexFormat.ofDelimiter(" ")::parseHex);
    }

    static Stream<byte[]> text(String... inputs) {
        return Stream.of(inputs).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
