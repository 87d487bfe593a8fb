package dev.parley.queue.postgresql;

import dev.parley.queue.StoreClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was asked of a store and is not being done yet. Any thread adds; one takes. */
final class Asked {
    private static final int MOST_AT_ONCE = 500;
    private static final long MOST_BYTES_AT_ONCE = 8 << 20;
    /** Of the messages that may wait to be put, when the database is slow or away. */
    private static final long MOST_BYTES =
            Math.max(4 * MOST_BYTES_AT_ONCE, Runtime.getRuntime().maxMemory() / 8);
    /** How soon it is noticed that another server has put something, should its notice be lost. */
    private static final long LOOK_AROUND_NANOS = 1_000_000_000;

    private final WaitingRoom waiting;
    private final StoreClock clock;
    private final Function<Set<String>, Operation> looking;
    private final BlockingDeque<Operation> operations = new LinkedBlockingDeque<>();
    private final AtomicLong bytes = new AtomicLong();
    /** Tubes that others have told of, unless they were looked at since. */
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Operation last;
    private long lookedAround;

    /** @param looking makes an operation that looks whether somebody can be served from these tubes */
    Asked(WaitingRoom waiting, StoreClock clock, Function<Set<String>, Operation> looking) {
        this.waiting = waiting;
        this.clock = clock;
        this.looking = looking;
    }

    /** False where it holds as much as it may. */
    boolean add(Operation operation) {
        if (operation instanceof Operation.Put put) {
            long more = put.message().body().length;
            if (bytes.addAndGet(more) > MOST_BYTES) {
                bytes.addAndGet(-more);
                return false;
            }
            var _ = put.answer().whenComplete((id, failure) -> bytes.addAndGet(-more));
        }
        operations.add(operation);
        return true;
    }

    /** Taken behind all that was added before, which has taken effect by then, and alone. */
    void addLast(Operation operation) {
        last = operation;
        operations.add(operation);
    }

    /** False when it has been taken. */
    boolean remove(Operation operation) {
        return operations.remove(operation);
    }

    /** These are taken first. */
    void addAgain(List<Operation> taken) {
        taken.reversed().forEach(operations::addFirst);
    }

    void removeIf(Predicate<Operation> condition) {
        operations.removeIf(condition);
    }

    /** Something was put in these tubes elsewhere. */
    void hear(Set<String> tubes) {
        heard.addAll(tubes); // before it is asked who waits: whoever begins to looks there afterwards
        if (tubes.stream().anyMatch(waiting::isAwaited)) {
            operations.add(looking.apply(tubes));
        }
    }

    /** What can be done in one turn; empty when nothing was asked for a while. */
    List<Operation> take() throws InterruptedException {
        List<Operation> taken = new ArrayList<>();
        Set<String> told = awaitedOfHeard();
        Operation next = told.isEmpty() ? operations.poll(LOOK_AROUND_NANOS, TimeUnit.NANOSECONDS) : operations.poll();
        if (waiting.size() > 0 && (next == null || clock.nanoTime() - lookedAround >= LOOK_AROUND_NANOS)) {
            told = waiting.tubes();
            lookedAround = clock.nanoTime();
        }
        if (!told.isEmpty()) {
            taken.add(looking.apply(told));
        }
        long bytesTaken = 0;
        while (next != null) {
            if (next.equals(last)) {
                if (taken.isEmpty()) {
                    taken.add(next);
                } else {
                    operations.addFirst(next);
                }
                break;
            }
            taken.add(next);
            bytesTaken += next instanceof Operation.Put put ? put.message().body().length : 0;
            next = taken.size() < MOST_AT_ONCE && bytesTaken < MOST_BYTES_AT_ONCE ? operations.poll() : null;
        }
        return taken;
    }

    /** What was told of others is of no use to who comes later, and looks there. */
    private Set<String> awaitedOfHeard() {
        if (heard.isEmpty()) {
            return Set.of();
        }
        Set<String> tubes = Set.copyOf(heard);
        heard.removeAll(tubes);
        return tubes.stream().filter(waiting::isAwaited).collect(Collectors.toSet());
    }
}
