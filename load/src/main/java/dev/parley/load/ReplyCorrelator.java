package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which request of a UDP client a reply belongs to: by its number where it carries one, else by its content, since a client
 * never has the same message in flight twice. Where all replies are alike, the oldest request gets it, as it would from any
 * client of that service. One thread.
 *
 * <pre>
 *   reply --> in flight? --> that request
 *         '-> once in flight: answered? --> duplicate
 *         |                   given up? --> late
 *         '-> neither: the oldest in flight, as a wrong reply; none in flight --> unexpected
 * </pre>
 */
final class ReplyCorrelator {
    private static final int NONE = InFlight.NONE;
    private static final int UNDECIDED = NONE - 1;

    /** So many numbered requests are remembered; a reply to an earlier one is late. */
    private static final int NUMBERS_REMEMBERED = 1024;

    private final RequestPool pool;
    private final ClientRequests requests;
    /** By message, or by number: as what one more reply to the last request counts; null before there was one. */
    private final @Nullable Counter[] oneMore;
    /** Where it counts: that of a request of the warm-up does not show. */
    private final @Nullable PhaseCounters[] oneMoreIn;

    ReplyCorrelator(RequestPool pool, ClientRequests requests) {
        this.pool = pool;
        this.requests = requests;
        this.oneMore = new Counter[pool.numbered() ? NUMBERS_REMEMBERED : pool.size()];
        this.oneMoreIn = new PhaseCounters[oneMore.length];
    }

    /** The slot of the request in flight this is a reply to, right or wrong; -1 when there is none, and it is counted. */
    int owner(ByteBuffer reply) {
        int slot = UNDECIDED;
        if (pool.numbered()) {
            slot = byNumber(pool.number(reply));
        } else if (pool.repliesDiffer()) {
            slot = byContent(reply);
        }
        return slot == UNDECIDED ? oldest() : slot;
    }

    private int byNumber(long number) {
        for (int slot = requests.oldest(); slot != NONE; slot = requests.after(slot)) {
            if (requests.number(slot) == number) {
                return slot;
            }
        }
        if (number >= 1 && number <= requests.newestNumberBefore()) {
            return NONE; // of the warm-up
        }
        if (number < 1 || number > requests.newestNumber()) {
            return UNDECIDED;
        }
        int place = (int) (number % NUMBERS_REMEMBERED);
        boolean remembered = number > requests.newestNumber() - NUMBERS_REMEMBERED;
        if (!remembered || !countOneMore(place)) {
            requests.counts().add(Counter.LATE);
        }
        return NONE;
    }

    private int byContent(ByteBuffer reply) {
        for (int slot = requests.oldest(); slot != NONE; slot = requests.after(slot)) {
            if (pool.answers(requests.message(slot), requests.number(slot), reply)) {
                return slot;
            }
        }
        for (int message = 0; message < oneMore.length; message++) {
            if (oneMore[message] != null && pool.answers(message, 0, reply)) {
                countOneMore(message);
                return NONE;
            }
        }
        return UNDECIDED;
    }

    /** A reply that cannot be correlated is taken for the oldest request's. */
    private int oldest() {
        if (requests.oldest() == NONE) {
            requests.counts().add(Counter.UNEXPECTED);
        }
        return requests.oldest();
    }

    /** False when no request is known to have been there. */
    private boolean countOneMore(int place) {
        Counter counter = oneMore[place];
        PhaseCounters in = oneMoreIn[place];
        if (counter == null || in == null) {
            return false;
        }
        in.add(counter);
        return true;
    }

    /** A request in flight is about to end so. */
    void remember(int slot, Outcome outcome) {
        int place = pool.numbered() ? (int) (requests.number(slot) % NUMBERS_REMEMBERED) : requests.message(slot);
        oneMore[place] = outcome == Outcome.REPLY ? Counter.DUPLICATE : Counter.LATE;
        oneMoreIn[place] = requests.counts();
    }
}
