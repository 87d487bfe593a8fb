package dev.parley.cli.serve;

import dev.parley.cli.shell.FaultText;
import dev.parley.core.Endpoint;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.ServerSpec;
import dev.parley.services.Faults;
import dev.parley.services.SwitchableFaults;

/** The faults of one endpoint. What has none, and cannot get any, is served as it would be without this. Any thread. */
final class EndpointFaults {
    private final boolean datagrams;
    private final boolean switchable;
    private final SwitchableFaults faults;

    /**
     * @param faults those that it begins with; what cannot happen on its transport is left out
     * @param switchable whether others can be set while it runs
     */
    EndpointFaults(Endpoint endpoint, Faults faults, boolean switchable) {
        this.datagrams = endpoint.isDatagram();
        this.switchable = switchable;
        this.faults = new SwitchableFaults(faults.happeningTo(datagrams));
    }

    /** The services, delayed. */
    <Q, R> ServiceFactory<Q, R> delaying(ServiceFactory<Q, R> services) {
        boolean delayed = !faults.now().delay().isZero();
        return switchable || delayed ? services.filteredBy(faults.delays()) : services;
    }

    /** The same with the faults of replies. Logs from which seed they are drawn. */
    ServerSpec on(ServerSpec spec) {
        Faults begin = faults.now();
        if (begin.drawn()) {
            System.getLogger("dev.parley.serve") // not a field: options are there before logging is set up
                    .log(
                            System.Logger.Level.INFO,
                            () -> "faults at " + spec.endpoint() + " are drawn from --seed " + begin.seed());
        }
        return switchable || !begin.isNone() ? spec.withSessions(faults.around(spec.sessions(), datagrams)) : spec;
    }

    /** Sets others; what cannot happen on its transport is left out. */
    void set(Faults others) {
        faults.set(others.happeningTo(datagrams));
    }

    /** As they are typed; empty for none. */
    String text() {
        return FaultText.of(faults.now());
    }
}
