package dev.parley.result;

import java.util.Locale;

/** What became of a request. */
public enum Outcome {
    /** The reply came, and is the expected one where that is known. */
    REPLY,
    /** A reply came, and not the expected one. */
    WRONG,
    /** No reply within the timeout, or none when the run was over. */
    LOST,
    /** The server closed or reset the connection instead. */
    CLOSED,
    /** What came was not a message of the protocol. */
    MALFORMED,
    /** It was due and never sent: the run ended before its turn. */
    UNSENT,
    /** The run was stopped while it waited for its turn or its reply; no error. */
    ABANDONED;

    /** True when a reply came, whatever its content. */
    public boolean answered() {
        return this == REPLY || this == WRONG;
    }

    /** True for what went wrong: all but the expected reply and what was stopped. */
    public boolean error() {
        return this != REPLY && this != ABANDONED;
    }

    /** As result files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
