package dev.parley.load;

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

    private enum Past {
        ANSWERED,
        GIVEN_UP,
        /** Due in the warm-up: what comes of it counts nowhere. */
        NOT_MEASURED
    }

    private final Messages messages;
    private final Turns turns;
    private final Counts counts;
    /** What became of the last request with each message, or with each number; null before there was one. */
    private final @Nullable Past[] past;

    Matching(Messages messages, Turns turns, Counts counts) {
        this.messages = messages;
        this.turns = turns;
        this.counts = counts;
        this.past = new Past[messages.numbered() ? NUMBERS_REMEMBERED : messages.size()];
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
        boolean remembered = number > turns.newestNumber() - NUMBERS_REMEMBERED;
        Past then = remembered ? past[(int) (number % NUMBERS_REMEMBERED)] : null;
        count(then == null ? Past.GIVEN_UP : then);
        return NONE;
    }

    private int byContent(ByteBuffer reply) {
        for (int slot = turns.oldest(); slot != NONE; slot = turns.after(slot)) {
            if (messages.answers(turns.message(slot), turns.number(slot), reply)) {
                return slot;
            }
        }
        for (int message = 0; message < past.length; message++) {
            Past then = past[message];
            if (then != null && messages.answers(message, 0, reply)) {
                count(then);
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

    private void count(Past then) {
        switch (then) {
            case ANSWERED -> counts.add(Counter.DUPLICATE);
            case GIVEN_UP -> counts.add(Counter.LATE);
            case NOT_MEASURED -> {}
        }
    }

    /** A request in flight is about to end so. */
    void remember(int slot, Outcome outcome) {
        int place = messages.numbered() ? (int) (turns.number(slot) % NUMBERS_REMEMBERED) : turns.message(slot);
        Past ended = outcome == Outcome.REPLY ? Past.ANSWERED : Past.GIVEN_UP;
        past[place] = turns.measured(slot) ? ended : Past.NOT_MEASURED;
    }
}
