package dev.parley.core;

import java.util.Locale;

/** How messages travel. */
public enum Transport {
    TCP,
    UDP;

    /** As endpoints write it: {@code tcp}, {@code udp}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
