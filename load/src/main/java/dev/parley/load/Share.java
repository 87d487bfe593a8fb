package dev.parley.load;

/**
 * One load generator's part of a load: every so manyth of its event loops, with their clients and the requests of those. All
 * generators walk through one schedule, so that together they send what one alone would.
 *
 * <pre>
 *   loop          0    1    2    3    4    5
 *   generator     0    1    2    0    1    2      of 3, with 2 loops each
 *   client c of loop c % 6, request n of client n % clients
 * </pre>
 *
 * @param number of this generator, from 0
 * @param of how many there are
 */
public record Share(int number, int of) {
    /** Of a load generator that is alone. */
    public static final Share WHOLE = new Share(0, 1);

    public Share {
        if (number < 0 || number >= of) {
            throw new IllegalArgumentException("generator " + number + " of " + of);
        }
    }

    /**
     * The whole load when each generator has the event loops that this spec says.
     *
     * @throws IllegalArgumentException when there are fewer clients than generators; with a text for the user
     */
    public static LoadSpec whole(LoadSpec spec, int generators) {
        if (spec.clients() < generators) {
            throw new IllegalArgumentException(spec.clients() + " clients cannot be divided among " + generators
                    + " generators; use more clients");
        }
        int loops = Math.clamp((long) spec.threads() * generators, 1, spec.clients());
        return spec.withClients(spec.clients(), spec.depth(), loops);
    }

    /** How many of the load's event loops are this generator's. */
    int loops(LoadSpec whole) {
        return (int) requests(whole.threads());
    }

    /** How many of its clients are. */
    public int clients(LoadSpec whole) {
        int clients = 0;
        for (int loop = number; loop < whole.threads(); loop += of) {
            clients += (whole.clients() - loop + whole.threads() - 1) / whole.threads();
        }
        return clients;
    }

    /** How many of the requests of a counted closed loop, which have no schedule that would say whose each is. */
    long requests(long all) {
        return (all - number + of - 1) / of;
    }

    /** This generator's part as a load of its own, for its result. */
    public LoadSpec described(LoadSpec whole) {
        return of == 1 ? whole : whole.withClients(clients(whole), whole.depth(), loops(whole));
    }
}
