package dev.parley.core;

/**
 * What one session grants its peer. The same on every engine.
 *
 * @param maxMessageBytes the longest message, payload only
 * @param tooLong what happens to a longer one
 * @param maxUnsentBytes reading stops while more than this is unsent, and while the requests that wait for their replies have more
 * @param maxPipelined reading stops while this many requests wait for their replies
 */
public record SessionLimits(int maxMessageBytes, TooLong tooLong, int maxUnsentBytes, int maxPipelined) {
    /** 1 MiB messages, longer ones refused; 1 MiB unsent, and of requests without a reply; 1,024 requests without a reply. */
    public static final SessionLimits DEFAULT = new SessionLimits(1 << 20, TooLong.REJECT, 1 << 20, 1024);

    public SessionLimits {
        Limits.requirePositive("maxMessageBytes", maxMessageBytes);
        Limits.requirePositive("maxUnsentBytes", maxUnsentBytes);
        Limits.requirePositive("maxPipelined", maxPipelined);
    }
}
