package dev.parley.join;

import java.io.IOException;

/** Where load generators wait for each other. */
enum JoinPoint {
    CONNECTED,
    WARM,
    BEGIN;

    /** The point of a message's text. */
    static JoinPoint named(String text) throws IOException {
        for (JoinPoint point : values()) {
            if (point.name().equals(text)) {
                return point;
            }
        }
        throw new IOException("sent what is no message: point '" + text + "'");
    }
}
