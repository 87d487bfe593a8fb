package dev.parley.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * What goes wrong in which direction. Immutable; the same script does the same again.
 *
 * @param seed decides which datagrams are hit; the fate of a client's nth datagram depends on nothing else
 * @param requests on the way to the server
 * @param replies on the way to the client
 */
public record ChaosScript(long seed, List<Fault> requests, List<Fault> replies) {
    /** Nothing goes wrong: a plain proxy. */
    public static final ChaosScript NONE = seeded(0);

    public ChaosScript {
        requests = List.copyOf(requests);
        replies = List.copyOf(replies);
    }

    /** Nothing goes wrong yet; faults by chance, once added, follow from this seed. */
    public static ChaosScript seeded(long seed) {
        return new ChaosScript(seed, List.of(), List.of());
    }

    /** The same, and these faults on the way to the server. */
    public ChaosScript onRequests(Fault... more) {
        return new ChaosScript(seed, joined(requests, more), replies);
    }

    /** The same, and these faults on the way to the client. */
    public ChaosScript onReplies(Fault... more) {
        return new ChaosScript(seed, requests, joined(replies, more));
    }

    private static List<Fault> joined(List<Fault> faults, Fault... more) {
        return Stream.concat(faults.stream(), Stream.of(more)).toList();
    }
}
