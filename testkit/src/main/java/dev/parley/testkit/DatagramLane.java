package dev.parley.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens to the datagrams of one client in one direction. No socket and no clock in here: datagrams go in with the
 * time, and what leaves comes out with its time. The fate of the nth datagram follows from the seed and n alone: whatever
 * befalls it, it takes the same number of random numbers.
 *
 * <pre>
 *   in   1 2 3 4 5     2 is held back for two places
 *   out  1 3 4 2 5
 * </pre>
 */
final class DatagramLane {
    /** One datagram on its way; it leaves once, though it may have been planned twice. */
    static final class Parcel {
        private final byte[] bytes;
        private final int copies;
        private int overtakers;
        private boolean left;

        private Parcel(byte[] bytes, int copies, int overtakers) {
            this.bytes = bytes;
            this.copies = copies;
            this.overtakers = overtakers;
        }

        byte[] bytes() {
            return bytes;
        }

        /** How often it is sent, one copy right behind the other. */
        int copies() {
            return copies;
        }
    }

    /** A parcel and when it may leave. Those due at one time leave in the order given. */
    record Departure(Parcel parcel, long dueNanos) {}

    private final List<Fault> faults;
    private final FirstClient firstClient;
    private final ChaosTally.Counters tally;
    private final SplittableRandom random;
    private final List<Parcel> held = new ArrayList<>();
    private final long delayNanos;

    DatagramLane(List<Fault> faults, long seed, FirstClient firstClient, ChaosTally.Counters tally) {
        this.faults = faults;
        this.firstClient = firstClient;
        this.tally = tally;
        this.random = new SplittableRandom(seed);
        long delay = 0;
        for (Fault fault : faults) {
            if (fault instanceof Fault.Delay(Duration by)) {
                delay += by.toNanos();
            }
        }
        this.delayNanos = delay;
    }

    /** A datagram came: what leaves now or later. */
    synchronized List<Departure> take(byte[] datagram, long now) {
        boolean lost = false;
        boolean twice = false;
        int overtakers = 0;
        long heldNanos = 0;
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.Loss(double share) -> lost |= hit(share);
                case Fault.Duplication(double share) -> twice |= hit(share);
                case Fault.Reordering(double share, int places, Duration heldAtMost) -> {
                    if (hit(share)) {
                        overtakers = places;
                        heldNanos = heldAtMost.toNanos();
                    }
                }
                default -> {}
            }
        }
        if (lost) {
            tally.lost().increment();
            return List.of();
        }
        Parcel parcel = new Parcel(datagram, twice ? 2 : 1, overtakers);
        if (twice) {
            tally.duplicated().increment();
        }
        long due = now + delayNanos;
        List<Departure> departures = new ArrayList<>();
        if (overtakers > 0) {
            tally.reordered().increment();
            held.add(parcel);
            departures.add(new Departure(parcel, firstClient.afterStalls(faults, due + heldNanos)));
        } else {
            departures.add(new Departure(parcel, firstClient.afterStalls(faults, due)));
            overtake(departures);
        }
        return departures;
    }

    private boolean hit(double share) {
        return random.nextDouble() < share;
    }

    /** The first of the departures overtakes all that are held; those that have waited long enough leave right behind it. */
    private void overtake(List<Departure> departures) {
        long due = departures.getFirst().dueNanos();
        for (Iterator<Parcel> parcels = held.iterator(); parcels.hasNext(); ) {
            Parcel parcel = parcels.next();
            if (parcel.left) {
                parcels.remove();
            } else if (--parcel.overtakers == 0) {
                parcels.remove();
                departures.add(new Departure(parcel, due));
            }
        }
    }

    /** True for the first caller: this parcel leaves now. */
    synchronized boolean leaves(Parcel parcel) {
        boolean first = !parcel.left;
        parcel.left = true;
        return first;
    }
}
