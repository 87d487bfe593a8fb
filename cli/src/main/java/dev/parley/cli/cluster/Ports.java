package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;

/**
 * Where everything in a laboratory listens: on 127.0.0.1, but a database and its Patroni have an address of their own, at which the others
 * reach them and at which they reach etcd. So one of them can be cut off from the network.
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
    private static final int FIRST_HOST = 10;

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

    /**
     * The address of a database and its Patroni; Linux has all of 127.0.0.0/8.
     *
     * @param number from 1
     */
    static String host(int number) {
        return "127.0.0." + (FIRST_HOST + number);
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
