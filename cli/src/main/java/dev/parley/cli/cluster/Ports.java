package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;

/**
 * Where everything in a laboratory listens, on 127.0.0.1.
 *
 * @param base etcd's; the others are numbers behind it
 */
record Ports(int base) {
    /** Below those that Linux gives to connections, and no well-known program's. */
    static final int DEFAULT_BASE = 17_400;

    static final int LEAST_BASE = 1_024;
    private static final int SPAN = 40;
    static final int MOST_BASE = 65_535 - SPAN;

    private static final int PATRONI = 10;
    private static final int DATABASES = 20;
    private static final int PARLEY = 30;

    Ports {
        if (base < LEAST_BASE || base > MOST_BASE) {
            throw new Failure(ExitCode.USAGE, "the base port is from " + LEAST_BASE + " to " + MOST_BASE);
        }
    }

    int etcd() {
        return base;
    }

    int etcdPeers() {
        return base + 1;
    }

    /** @param number from 1 */
    int patroni(int number) {
        return base + PATRONI + number;
    }

    /** @param number from 1 */
    int database(int number) {
        return base + DATABASES + number;
    }

    /** @param number from 1 */
    int parley(int number) {
        return base + PARLEY + number;
    }
}
