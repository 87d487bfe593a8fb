package dev.parley.core;

import java.time.Duration;

/** What one server grants its peers: in each session, over time, and together. The same on every engine. */
public record Limits(SessionLimits session, Timeouts timeouts, AdmissionLimits admission) {
    /** The defaults of all three. */
    public static final Limits DEFAULT = new Limits(SessionLimits.DEFAULT, Timeouts.DEFAULT, AdmissionLimits.DEFAULT);

    /** The same with another longest message, in bytes of payload. */
    public Limits withMaxMessage(int bytes, TooLong then) {
        return with(new SessionLimits(bytes, then, session.maxUnsentBytes(), session.maxPipelined()));
    }

    /** The same with other bounds of what a peer may leave unread. */
    public Limits withMaxUnsent(int bytes, int pipelined) {
        return with(new SessionLimits(session.maxMessageBytes(), session.tooLong(), bytes, pipelined));
    }

    /** The same with other times for the peer. */
    public Limits withTimeouts(Duration idle, Duration message, Duration write) {
        return with(new Timeouts(idle, message, write, timeouts.reply(), timeouts.handshake()));
    }

    /** The same with a limit on how long a reply may be owed. */
    public Limits withReplyTimeout(Duration reply) {
        return with(new Timeouts(timeouts.idle(), timeouts.message(), timeouts.write(), reply, timeouts.handshake()));
    }

    /** The same with another time for a handshake. */
    public Limits withHandshakeTimeout(Duration handshake) {
        return with(new Timeouts(timeouts.idle(), timeouts.message(), timeouts.write(), timeouts.reply(), handshake));
    }

    /** The same with another number of conversations at once. */
    public Limits withMaxClients(int clients) {
        return with(new AdmissionLimits(
                clients, admission.maxClientsPerAddress(), admission.countLoopback(), admission.addresses()));
    }

    /** The limit per address, for loopback addresses too. */
    public Limits withMaxClientsPerAddress(int clients) {
        return with(new AdmissionLimits(admission.maxClients(), clients, true, admission.addresses()));
    }

    /** The same for clients from these addresses alone. */
    public Limits withAddresses(AddressRules addresses) {
        return with(new AdmissionLimits(
                admission.maxClients(), admission.maxClientsPerAddress(), admission.countLoopback(), addresses));
    }

    private Limits with(SessionLimits other) {
        return new Limits(other, timeouts, admission);
    }

    private Limits with(Timeouts other) {
        return new Limits(session, other, admission);
    }

    private Limits with(AdmissionLimits other) {
        return new Limits(session, timeouts, other);
    }

    static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
