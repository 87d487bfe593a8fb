package dev.parley.cli.cluster;

import dev.parley.cli.shell.Launcher;
import java.util.List;
import java.util.Map;

/** How each process of a laboratory is started. */
record Parts(Laboratory laboratory, Programs programs, Account account, Passwords passwords, Launcher launcher) {
    Part etcd() {
        return new Part(
                Laboratory.ETCD,
                Map.of(
                        Laboratory.ETCD,
                        laboratory.ports().etcd(),
                        "etcd's peers",
                        laboratory.ports().etcdPeers()),
                account,
                List.of(
                        programs.etcd().toString(),
                        "--config-file",
                        laboratory.etcdSettings().toString()),
                Map.of());
    }

    Part patroni(int number) {
        return new Part(
                Laboratory.patroni(number),
                Map.of(
                        Laboratory.patroni(number),
                        laboratory.ports().patroni(number),
                        Laboratory.database(number),
                        laboratory.ports().database(number)),
                account,
                List.of(
                        programs.patroni().toString(),
                        laboratory.patroniSettings(number).toString()),
                Map.of(
                        "HOME", laboratory.data().toString(),
                        "PATRONI_SUPERUSER_PASSWORD", passwords.of(Passwords.SUPERUSER),
                        "PATRONI_REPLICATION_PASSWORD", passwords.of(Passwords.REPLICATION),
                        "PARLEY_PASSWORD", passwords.of(Passwords.QUEUE)));
    }

    /** It needs nothing of anybody else's: whoever runs this command runs it. */
    Part parley(int number) {
        return new Part(
                Laboratory.parley(number),
                Map.of(Laboratory.parley(number), laboratory.ports().parley(number)),
                Account.OWN,
                launcher.command(List.of(
                        "serve",
                        laboratory.endpoint(number).toString(),
                        "--store",
                        laboratory.store(),
                        "--ack",
                        "quorum")),
                Map.of("PGPASSFILE", laboratory.passwords().toString()));
    }
}
