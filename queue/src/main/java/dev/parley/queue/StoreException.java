package dev.parley.queue;

/** A store's refusal; {@link #reason} is a sentence for a person. Without a stack trace: it is an answer, and may be a frequent one. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a store refuses. */
    public enum Kind {
        /** No room for another message; later there may be. */
        FULL,
        /** No puts at present: somebody wants the store empty. */
        DRAINING,
        /** The store cannot do that. */
        UNSUPPORTED,
        /** The store cannot write any more, and says so until it is opened anew. */
        FAILED,
        /** It cannot be opened as it is set up; trying again does not help. */
        MISCONFIGURED,
        /** What is stored is not what was put. */
        DAMAGED,
        /** The store, or the holder, is closed. */
        CLOSED
    }

    private final Kind kind;
    private final String reason;

    public StoreException(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    public Kind kind() {
        return kind;
    }

    /** The sentence. */
    public String reason() {
        return reason;
    }
}
