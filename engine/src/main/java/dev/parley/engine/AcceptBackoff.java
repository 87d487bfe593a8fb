package dev.parley.engine;

import java.io.IOException;

/**
 * What an acceptor does when accept fails, which in practice means that the process has no descriptor left: it waits, 10 ms
 * doubling to 640 ms, instead of spinning, and logs it once. Meanwhile a few descriptors are left to the rest of the process
 * ({@link SpareDescriptors}). One thread at a time.
 *
 * <p>While clients leave and others wait, accept succeeds and fails in turn. That is one period of trouble, logged once; it
 * is over when accept has not failed for a second.
 */
public final class AcceptBackoff {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long FIRST_MILLIS = 10;
    /** Below a second, so that accepting resumes within a second of descriptors being free again. */
    private static final long LONGEST_MILLIS = 640;

    private static final long OVER_AFTER_NANOS = 1_000_000_000L;

    private final String endpoint;
    private long nextMillis = FIRST_MILLIS;
    private boolean trouble;
    private boolean logged;
    /** When the wait after the last failure ends. */
    private long waitsUntil;

    public AcceptBackoff(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Asked before each accept, whose failure it is if it throws: the last descriptors are not for clients. */
    public void attempt() throws IOException {
        if (!SpareDescriptors.haveAll()) {
            throw new IOException("Too many open files");
        }
    }

    /** How long to wait before the next accept. */
    public long failedMillis(IOException e) {
        SpareDescriptors.give();
        long now = System.nanoTime();
        if (!trouble || now - waitsUntil > OVER_AFTER_NANOS) {
            nextMillis = FIRST_MILLIS;
        }
        trouble = true;
        if (!logged) {
            logged = log(
                    System.Logger.Level.WARNING,
                    ": cannot accept clients: " + e.getMessage()
                            + "; established ones are served on, trying again until it works");
        }
        long wait = nextMillis;
        nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
        waitsUntil = now + wait * 1_000_000;
        return wait;
    }

    /** Halves the next wait: a crowd that is let in after the trouble must not wait 640 ms for each few descriptors. */
    public void succeeded() {
        nextMillis = Math.max(FIRST_MILLIS, nextMillis / 2);
        if (trouble && System.nanoTime() - waitsUntil > OVER_AFTER_NANOS) {
            trouble = false;
            logged = false;
            log(System.Logger.Level.INFO, ": accepting clients again");
        }
    }

    /** False when it could not be logged: accepting must survive that. */
    private boolean log(System.Logger.Level level, String text) {
        try {
            LOG.log(level, endpoint + text);
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    /** Before the first accept of a process: from then on some descriptors are kept from clients. */
    public static void prepare() {
        SpareDescriptors.keep();
    }
}
