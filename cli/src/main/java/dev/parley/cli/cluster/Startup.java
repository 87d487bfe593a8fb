package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts what does not run yet of a laboratory, from the bottom to the top, and waits for each to be ready: etcd, the databases,
 * Parley's servers. A line for each that is.
 */
final class Startup {
    private final Laboratory laboratory;
    private final Parts parts;
    private final Console console;
    private final Patience patience;
    private final List<Part> watched = new ArrayList<>();
    private final Map<String, String> said = new HashMap<>();

    Startup(Laboratory laboratory, Parts parts, Console console, Patience patience) {
        this.laboratory = laboratory;
        this.parts = parts;
        this.console = console;
        this.patience = patience;
    }

    /**
     * Returns when all is ready.
     *
     * @throws Failure when something ends or is not ready in time, or after an interrupt
     */
    void run() throws IOException {
        try (PatroniView view = new PatroniView(laboratory.ports())) {
            start(List.of(parts.etcd()));
            await("etcd to answer", view::etcdAnswers);
            say(Laboratory.ETCD, "ready");
            start(databases());
            await("a primary and two standbys", () -> areReady(view.cluster()));
            start(servers());
            await("Parley's servers to answer", this::serversAreReady);
        }
    }

    /**
     * To be called before {@link #run}: nothing is started yet.
     *
     * @throws Failure when a port is taken
     */
    void requireFreePorts() throws IOException {
        Map<String, Integer> needed = new LinkedHashMap<>();
        List<Part> all = new ArrayList<>(List.of(parts.etcd()));
        all.addAll(databases());
        all.addAll(servers());
        for (Part part : all) {
            if (pidFile(part).running().isEmpty()) {
                needed.putAll(part.ports());
            }
        }
        for (int number : Laboratory.databases()) { // one that Patroni left running is found by the next Patroni
            if (laboratory.postmaster(number).running().isPresent()) {
                needed.remove(Laboratory.database(number));
            }
        }
        FreePorts.require(needed);
    }

    private List<Part> databases() {
        return Laboratory.databases().stream().map(parts::patroni).toList();
    }

    private List<Part> servers() {
        return Laboratory.parleyServers().stream().map(parts::parley).toList();
    }

    private PidFile pidFile(Part part) {
        return laboratory.pidFile(part.name());
    }

    private void start(List<Part> some) throws IOException {
        for (Part part : some) {
            patience.requireNoInterrupt();
            if (pidFile(part).running().isEmpty()) {
                Background.start(part, pidFile(part), laboratory.log(part.name()));
            }
            watched.add(part);
        }
    }

    private void await(String what, Patience.Condition condition) throws IOException {
        boolean came = patience.until(() -> {
            requireAllRunning();
            return condition.holds();
        });
        if (!came) {
            patience.requireNoInterrupt();
            throw new Failure(
                    ExitCode.FAILED, "waited in vain for " + what + "; " + laboratory.logs() + " has what each says");
        }
    }

    private void requireAllRunning() throws IOException {
        for (Part part : watched) {
            if (pidFile(part).running().isEmpty()) {
                throw new Failure(
                        ExitCode.FAILED,
                        part.name() + " has ended; the last line of " + laboratory.log(part.name()) + ": "
                                + LastWords.of(laboratory.log(part.name())));
            }
        }
    }

    private boolean areReady(Optional<PatroniView.Cluster> cluster) throws IOException {
        for (int number : Laboratory.databases()) {
            if (laboratory.postmaster(number).running().isEmpty()) {
                return false; // for a while the others still say what it was
            }
        }
        cluster.filter(PatroniView.Cluster::hasPrimary)
                .ifPresent(known -> known.members().stream()
                        .filter(PatroniView.Member::isUp)
                        .forEach(member -> say(member.name(), member.text())));
        return cluster.isPresent() && cluster.get().isWhole(Laboratory.DATABASES);
    }

    private boolean serversAreReady() {
        boolean all = true;
        for (int number : Laboratory.parleyServers()) {
            Optional<ParleyServer> server = ParleyServer.at(laboratory.endpoint(number));
            server.ifPresent(there -> say(Laboratory.parley(number), there.text()));
            all &= server.isPresent() && server.get().isWell();
        }
        return all;
    }

    /** Once, and again when it changes. */
    private void say(String name, String state) {
        if (!state.equals(said.put(name, state))) {
            console.say(name + ": " + state);
        }
    }
}
