package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which request of a UDP client a reply belongs to: by its number where it carries one, else by what it says, since a client
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
final class Matching {
    private static final int NONE = InFlight.NONE;
    private static final int UNTOLD = NONE - 1;

    /** So many numbered requests are remembered; a reply to an earlier one is late. */
    private static final int NUMBERS_REMEMBERED = 1024;

    private final Messages messages;
    private final Turns turns;
    private final Counts counts;
    /** By message, or by number: as what one more reply to the last request counts; null before there was one. */
    private final @Nullable Counter[] oneMore;
    /** Where it counts: that of a request of the warm-up does not show. */
    private final @Nullable Counts[] oneMoreIn;

    Matching(Messages messages, Turns turns, Counts counts) {
        this.messages = messages;
        this.turns = turns;
        this.counts = counts;
        this.oneMore = new Counter[messages.numbered() ? NUMBERS_REMEMBERED : messages.size()];
        this.oneMoreIn = new Counts[oneMore.length];
    }

    /** The slot of the request in flight this is a reply to, right or wrong; -1 when there is none, and it is counted. */
    int owner(ByteBuffer reply) {
        int slot = UNTOLD;
        if (messages.numbered()) {
            slot = byNumber(messages.number(reply));
        } else if (messages.repliesDiffer()) {
            slot = byContent(reply);
        }
        return slot == UNTOLD ? oldest() : slot;
    }

    private int byNumber(long number) {
        for (int slot = turns.oldest(); slot != NONE; slot = turns.after(slot)) {
            if (turns.number(slot) == number) {
                return slot;
            }
        }
        if (number < 1 || number > turns.newestNumber()) {
            return UNTOLD;
        }
        int place = (int) (number % NUMBERS_REMEMBERED);
        boolean remembered = number > turns.newestNumber() - NUMBERS_REMEMBERED;
        if (!remembered || !countOneMore(place)) {
            counts.add(Counter.LATE);
        }
        return NONE;
    }

    private int byContent(ByteBuffer reply) {
        for (int slot = turns.oldest(); slot != NONE; slot = turns.after(slot)) {
            if (messages.answers(turns.message(slot), turns.number(slot), reply)) {
                return slot;
            }
        }
        for (int message = 0; message < oneMore.length; message++) {
            if (oneMore[message] != null && messages.answers(message, 0, reply)) {
                countOneMore(message);
                return NONE;
            }
        }
        return UNTOLD;
    }

    /** What tells nothing is taken for the reply awaited longest. */
    private int oldest() {
        if (turns.oldest() == NONE) {
            counts.add(Counter.UNEXPECTED);
        }
        return turns.oldest();
    }

    /** False when no request is known to have been there. */
    private boolean countOneMore(int place) {
        Counter counter = oneMore[place];
        Counts in = oneMoreIn[place];
        if (counter == null || in == null) {
            return false;
        }
        in.add(counter);
        return true;
    }

    /** A request in flight is about to end so. */
    void remember(int slot, Outcome outcome) {
        int place = messages.numbered() ? (int) (turns.number(slot) % NUMBERS_REMEMBERED) : turns.message(slot);
        oneMore[place] = outcome == Outcome.REPLY ? Counter.DUPLICATE : Counter.LATE;
        oneMoreIn[place] = turns.counts(slot);
    }
}
