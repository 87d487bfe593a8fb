package dev.parley.cli.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs of a laboratory, and what it does. */
final class LaboratoryStatus {
    private static final String DOWN = "down";
    private static final String SUSPENDED = "suspended (SIGSTOP)";
    private static final String SILENT = "does not answer";

    private LaboratoryStatus() {}

    /**
     * One process.
     *
     * @param pid empty when it does not run
     * @param isWell whether it does what it should
     */
    record Row(String name, int port, Optional<Long> pid, String state, boolean isWell) {}

    /** A state, and whether it is as it should be. */
    private record State(String text, boolean isWell) {}

    /** What a process that runs says. */
    private interface Asked {
        State ask() throws IOException;
    }

    /** All of it, from the bottom to the top. */
    static List<Row> of(Laboratory laboratory) throws IOException {
        List<Row> rows = new ArrayList<>();
        Ports ports = laboratory.ports();
        try (PatroniView view = new PatroniView(ports)) {
            rows.add(row(
                    Laboratory.ETCD,
                    ports.etcd(),
                    laboratory.pidFile(Laboratory.ETCD).running(),
                    () -> view.etcdAnswers() ? new State("answers", true) : new State(SILENT, false)));
            Optional<PatroniView.Cluster> cluster = view.cluster();
            for (int number : Laboratory.databases()) {
                String patroni = Laboratory.patroni(number);
                String database = Laboratory.database(number);
                rows.add(row(
                        patroni,
                        ports.patroni(number),
                        laboratory.pidFile(patroni).running(),
                        () -> new State("runs", true)));
                rows.add(row(
                        database,
                        ports.database(number),
                        laboratory.postmaster(number).running(),
                        () -> cluster.flatMap(known -> known.named(database))
                                .map(member -> new State(member.text(), member.isUp()))
                                .orElse(new State("no Patroni says what it does", false))));
            }
        }
        for (int number : Laboratory.parleyServers()) {
            String name = Laboratory.parley(number);
            rows.add(row(
                    name,
                    ports.parley(number),
                    laboratory.pidFile(name).running(),
                    () -> ParleyServer.at(laboratory.endpoint(number))
                            .map(server -> new State(server.text(), server.isWell()))
                            .orElse(new State(SILENT, false))));
        }
        return rows;
    }

    private static Row row(String name, int port, Optional<ProcessHandle> process, Asked asked) throws IOException {
        Optional<Long> pid = process.map(ProcessHandle::pid);
        if (pid.isEmpty()) {
            return new Row(name, port, pid, DOWN, false);
        }
        boolean suspended =
                ProcessIdentity.of(pid.get()).map(ProcessIdentity::suspended).orElse(false);
        State state = suspended ? new State(SUSPENDED, false) : asked.ask();
        return new Row(name, port, pid, state.text(), state.isWell());
    }
}
