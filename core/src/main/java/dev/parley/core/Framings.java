package dev.parley.core;

import java.util.List;
import java.util.Optional;

/** The framings that come with Parley. A protocol may bring its own. */
public final class Framings {
    /** One length byte, 0..255 bytes. */
    public static final Framing LEN8 = LengthPrefix.LEN8;
    /** Two length bytes, big-endian. */
    public static final Framing LEN16 = LengthPrefix.LEN16;
    /** Four length bytes, big-endian, unsigned. */
    public static final Framing LEN32 = LengthPrefix.LEN32;
    /** Lines ended by LF or CR LF. */
    public static final Framing LINE = LineFraming.LINE;
    /** The whole stream is one message. */
    public static final Framing END = EndFraming.END;
    /** What one read returned. */
    public static final Framing READ = ReadFraming.READ;

    /** All of them, in the order help texts list them. */
    public static final List<Framing> ALL = List.of(LEN8, LEN16, LEN32, LINE, END, READ);

    private Framings() {}

    /** The framing of this name, if there is one. */
    public static Optional<Framing> named(String name) {
        return ALL.stream().filter(f -> f.name().equals(name)).findFirst();
    }
}
