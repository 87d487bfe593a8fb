package dev.parley.testkit;

import java.util.HexFormat;

/** Bytes as tables write them: {@code 0C 48 65}. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(" ").withUpperCase();

    private Hex() {}

    static byte[] bytes(String hex) {
        return FORMAT.parseHex(hex.strip());
    }
}
