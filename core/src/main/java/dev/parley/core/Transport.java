package dev.parley.core;

import java.util.Locale;

/** How messages travel. */
public enum Transport {
    TCP,
    UDP,
    /** A Unix socket: a stream as TCP's between processes of one machine, without resets. */
    UNIX;

    /** The most bytes a datagram carries over IPv4: 65,535 less the headers of IP and UDP. */
    public static final int LONGEST_DATAGRAM_BYTES = 65_507;

    /** As endpoints write it: {@code tcp}, {@code udp}, {@code unix}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
