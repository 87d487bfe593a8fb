package dev.parley.engine;

import java.io.IOException;

/**
 * What an acceptor does when accept fails, which in practice means that the process has no descriptor left: it waits, 10 ms
 * doubling to 640 ms, instead of spinning, and says so once. One thread at a time.
 *
 * <p>While clients leave and others wait, accept succeeds and fails in turn. That is one trouble, not many: it is over when
 * accept has not failed for a second.
 */
final class AcceptBackoff {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long FIRST_MILLIS = 10;
    /** Below a second, so that accepting resumes within a second of descriptors being free again. */
    private static final long LONGEST_MILLIS = 640;

    private static final long OVER_AFTER_NANOS = 1_000_000_000L;

    private final String endpoint;
    private long nextMillis = FIRST_MILLIS;
    private boolean trouble;
    /** When the wait after the last failure ends. */
    private long waitsUntil;

    AcceptBackoff(String endpoint) {
        this.endpoint = endpoint;
    }

    /** How long to wait before the next accept. */
    long failedMillis(IOException e) {
        long now = System.nanoTime();
        if (!trouble || now - waitsUntil > OVER_AFTER_NANOS) {
            nextMillis = FIRST_MILLIS;
        }
        if (!trouble) {
            trouble = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    endpoint + ": cannot accept clients: " + e.getMessage()
                            + "; established ones are served on, trying again until it works");
        }
        long wait = nextMillis;
        nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
        waitsUntil = now + wait * 1_000_000;
        return wait;
    }

    void succeeded() {
        if (trouble && System.nanoTime() - waitsUntil > OVER_AFTER_NANOS) {
            trouble = false;
            LOG.log(System.Logger.Level.INFO, endpoint + ": accepting clients again");
        }
    }

    /** Loads what is needed when descriptors have run out: loading a class may itself need one. */
    static void preload() {
        LOG.isLoggable(System.Logger.Level.WARNING);
        new AcceptBackoff("preload").succeeded();
    }
}
