package dev.parley.core;

/**
 * How many conversations a server has at once. The same on every engine.
 *
 * @param maxClients conversations at once; the next one waits (UDP: the longest silent peer is forgotten)
 * @param maxClientsPerAddress conversations at once from one address; the next one is closed at once
 * @param countLoopback whether {@code maxClientsPerAddress} holds for loopback addresses too
 */
public record AdmissionLimits(int maxClients, int maxClientsPerAddress, boolean countLoopback) {
    /** 10,000 clients, 256 from one address, loopback exempt. */
    public static final AdmissionLimits DEFAULT = new AdmissionLimits(10_000, 256, false);

    public AdmissionLimits {
        Limits.requirePositive("maxClients", maxClients);
        Limits.requirePositive("maxClientsPerAddress", maxClientsPerAddress);
    }
}
