package dev.parley.engine;

import java.io.IOException;

/**
 * What an acceptor does when accept fails, which in practice means that the process has no descriptor left: it waits, 10 ms
 * doubling to 640 ms, instead of spinning, and says so once. One thread at a time.
 */
final class AcceptBackoff {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long FIRST_MILLIS = 10;
    /** Below a second, so that accepting resumes within a second of descriptors being free again. */
    private static final long LONGEST_MILLIS = 640;

    private final String endpoint;
    private long nextMillis = FIRST_MILLIS;

    AcceptBackoff(String endpoint) {
        this.endpoint = endpoint;
    }

    /** How long to wait before the next accept. */
    long failedMillis(IOException e) {
        if (nextMillis == FIRST_MILLIS) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    endpoint + ": cannot accept clients: " + e.getMessage()
                            + "; established ones are served on, trying again until it works");
        }
        long wait = nextMillis;
        nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
        return wait;
    }

    void succeeded() {
        if (nextMillis != FIRST_MILLIS) {
            nextMillis = FIRST_MILLIS;
            LOG.log(System.Logger.Level.INFO, endpoint + ": accepting clients again");
        }
    }

    /** Loads what is needed when descriptors have run out: loading a class may itself need one. */
    static void preload() {
        LOG.isLoggable(System.Logger.Level.WARNING);
        new AcceptBackoff("preload").succeeded();
    }
}
