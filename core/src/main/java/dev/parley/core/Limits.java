package dev.parley.core;

import java.time.Duration;

/**
 * What one server grants its peers. The same on every engine.
 *
 * @param maxMessageBytes the longest message, payload only
 * @param tooLong what happens to a longer one
 * @param idleTimeout nothing said and nothing owed for this long: the conversation ends
 * @param messageTimeout from the first byte of a message to its last
 * @param writeTimeout replies not taken for this long: the conversation ends
 * @param maxUnsentBytes reading stops while more than this is unsent
 * @param maxPipelined reading stops while this many requests wait for their replies
 * @param maxClients conversations at once; the next one waits (UDP: the longest silent peer is forgotten)
 * @param maxClientsPerAddress conversations at once from one address; the next one is closed at once
 * @param countLoopback whether {@code maxClientsPerAddress} holds for loopback addresses too
 */
public record Limits(
        int maxMessageBytes,
        TooLong tooLong,
        Duration idleTimeout,
        Duration messageTimeout,
        Duration writeTimeout,
        int maxUnsentBytes,
        int maxPipelined,
        int maxClients,
        int maxClientsPerAddress,
        boolean countLoopback) {

    /** The defaults: 1 MiB messages, 60 s idle, 10 s for a message and for a write, 10,000 clients, 256 an address. */
    public static final Limits DEFAULT = new Limits(
            1 << 20,
            TooLong.REJECT,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1 << 20,
            1024,
            10_000,
            256,
            false);

    public Limits {
        positive("maxMessageBytes", maxMessageBytes);
        positive("idleTimeout", idleTimeout.toNanos());
        positive("messageTimeout", messageTimeout.toNanos());
        positive("writeTimeout", writeTimeout.toNanos());
        positive("maxUnsentBytes", maxUnsentBytes);
        positive("maxPipelined", maxPipelined);
        positive("maxClients", maxClients);
        positive("maxClientsPerAddress", maxClientsPerAddress);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    public Limits withMaxMessage(int bytes, TooLong then) {
        return new Limits(
                bytes,
                then,
                idleTimeout,
                messageTimeout,
                writeTimeout,
                maxUnsentBytes,
                maxPipelined,
                maxClients,
                maxClientsPerAddress,
                countLoopback);
    }

    public Limits withTimeouts(Duration idle, Duration message, Duration write) {
        return new Limits(
                maxMessageBytes,
                tooLong,
                idle,
                message,
                write,
                maxUnsentBytes,
                maxPipelined,
                maxClients,
                maxClientsPerAddress,
                countLoopback);
    }

    public Limits withMaxUnsent(int bytes, int pipelined) {
        return new Limits(
                maxMessageBytes,
                tooLong,
                idleTimeout,
                messageTimeout,
                writeTimeout,
                bytes,
                pipelined,
                maxClients,
                maxClientsPerAddress,
                countLoopback);
    }

    public Limits withMaxClients(int clients) {
        return new Limits(
                maxMessageBytes,
                tooLong,
                idleTimeout,
                messageTimeout,
                writeTimeout,
                maxUnsentBytes,
                maxPipelined,
                clients,
                maxClientsPerAddress,
                countLoopback);
    }

    /** The limit per address, for loopback addresses too. */
    public Limits withMaxClientsPerAddress(int clients) {
        return new Limits(
                maxMessageBytes,
                tooLong,
                idleTimeout,
                messageTimeout,
                writeTimeout,
                maxUnsentBytes,
                maxPipelined,
                maxClients,
                clients,
                true);
    }
}
