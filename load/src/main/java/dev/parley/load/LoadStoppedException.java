package dev.parley.load;

import java.io.Serial;

/** A load must not go on; the message says why, for the user, and what to do. */
public final class LoadStoppedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String word;

    /** @param word what the step counts as, among its errors: {@code foreign message} */
    public LoadStoppedException(String word, String message) {
        super(message);
        this.word = word;
    }

    String word() {
        return word;
    }
}
