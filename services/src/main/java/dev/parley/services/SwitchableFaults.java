package dev.parley.services;

import dev.parley.core.Filter;
import dev.parley.core.SessionFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Faults of one server that can be others while it runs, also none. Any thread.
 *
 * <pre>{@code
 * SwitchableFaults faults = new SwitchableFaults(Faults.NONE);
 * ServerSpec spec = ServerSpec.of(endpoint, protocol, services.filteredBy(faults.delays()), limits);
 * engine.start(spec.withSessions(faults.around(spec.sessions(), endpoint.isDatagram())));
 * faults.set(Faults.NONE.withDelay(Duration.ofMillis(20), Duration.ZERO)); // from now on, also where a conversation is open
 * }</pre>
 *
 * <p>A change holds for the messages that come after it, in conversations that are open too. Everything begins anew with it: what is
 * drawn, what {@code first} and {@code resetAfter} count, the bucket of the bandwidth. What it finds waiting does not wait for what was
 * set before: within {@value #LOOK_MILLIS} ms requests that are delayed reach the service, in the order in which they came, and a reply
 * that was to be overtaken leaves; replies that wait for bandwidth go on at the new one, or at once where there is none.
 *
 * <p>While there are none, a message costs the look at one reference.
 */
public final class SwitchableFaults {
    /** How often what waits looks whether there was a change: so that nobody has to know who waits. */
    static final long LOOK_MILLIS = 100;

    private final AtomicReference<FaultSetting> setting;

    public SwitchableFaults(Faults faults) {
        setting = new AtomicReference<>(new FaultSetting(faults));
    }

    /** Those that are set. */
    public Faults now() {
        return setting.get().faults();
    }

    /** Sets others. Does not block. */
    public void set(Faults faults) {
        setting.set(new FaultSetting(faults));
    }

    /** Another one with each change; whoever has it may see a change a moment later. */
    FaultSetting setting() {
        return setting.getOpaque();
    }

    /** The delay, around services. */
    public Filter delays() {
        return new VaryingDelay(this);
    }

    /**
     * All but the delay, around sessions.
     *
     * @param datagrams whether the conversations are over datagrams
     */
    public SessionFactory around(SessionFactory sessions, boolean datagrams) {
        return (peer, host) -> new FaultySession(this, datagrams, sessions, peer, host);
    }
}
