package dev.parley.core;

/**
 * How many conversations a server has at once, and with whom. The same on every engine.
 *
 * @param maxClients conversations at once; the next one waits (UDP: the longest silent peer is forgotten)
 * @param maxClientsPerAddress conversations at once from one address; the next one is closed at once
 * @param countLoopback whether {@code maxClientsPerAddress} holds for loopback addresses too
 * @param addresses where clients may be; others are refused at once (UDP: what they send is dropped)
 */
public record AdmissionLimits(int maxClients, int maxClientsPerAddress, boolean countLoopback, AddressRules addresses) {
    /** 10,000 clients, 256 from one address, loopback exempt, from everywhere. */
    public static final AdmissionLimits DEFAULT = new AdmissionLimits(10_000, 256, false, AddressRules.ALL);

    /** From everywhere. */
    public AdmissionLimits(int maxClients, int maxClientsPerAddress, boolean countLoopback) {
        this(maxClients, maxClientsPerAddress, countLoopback, AddressRules.ALL);
    }

    public AdmissionLimits {
        Limits.requirePositive("maxClients", maxClients);
        Limits.requirePositive("maxClientsPerAddress", maxClientsPerAddress);
    }
}
