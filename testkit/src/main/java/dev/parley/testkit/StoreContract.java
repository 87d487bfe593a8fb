package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.TimeInQueue;
import dev.parley.queue.TubeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store does alike. A test class implements this and opens its store; each test has a new one. */
@SuppressWarnings("NullAway.Init")
public abstract class StoreContract {
    private static final int MOST_MESSAGES = 10_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualStoreClock clock = new ManualStoreClock();
    private MessageStore store;
    private Holder holder;

    /** A new, empty store. */
    protected abstract MessageStore open(StoreLimits limits, StoreClock storeClock);

    @BeforeEach
    void openStore() {
        store = open(new StoreLimits(MOST_MESSAGES, 64 << 20), clock);
        holder = watching("default");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /** What comes of any history is what comes of it in a list that is looked through from the beginning each time. */
    @RepeatedTest(10)
    void answersLikeAPlainModel() {
        long seed = ThreadLocalRandom.current().nextLong();
        try {
            new StoreHistory(store, clock, seed).run(2_000);
        } catch (AssertionError e) {
            throw new AssertionError("history of seed " + seed + ": " + e.getMessage(), e);
        }
    }

    @Test
    @Timeout(60)
    void nothingIsLostAndNothingHeldByTwoInACrowd() throws Exception {
        store.close(); // another one, in time as it passes
        store = open(new StoreLimits(MOST_MESSAGES, 64 << 20), StoreClock.system());
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("a crowd of seed " + seed);
        new StoreCrowd(store, seed).run();
    }

    @Test
    void handsOutTheSmallestPriorityFirstThenTheSmallestNumber() {
        put("a", 5);
        put("b", 1);
        put("c", 5);
        put("d", 1);

        assertThat(reserved() + reserved() + reserved() + reserved()).isEqualTo("bdac");
        assertThat(answer(holder.reserve(Duration.ZERO))).isInstanceOf(Reservation.TimedOut.class);
    }

    @Test
    void putsWhatIsGivenBackWhereItStood() {
        long a = put("a", 0);
        put("b", 0);
        put("c", 0);
        assertThat(reserved() + reserved()).isEqualTo("ab");

        assertThat(answer(holder.release(a, 0, Duration.ZERO))).isTrue();

        assertThat(reserved() + reserved()).isEqualTo("ac");
    }

    @Test
    void givesBackEverythingOfAHolderThatCloses() {
        put("a", 0);
        put("b", 0);
        reserved();
        reserved();

        holder.close();

        holder = watching("default");
        assertThat(reserved() + reserved()).isEqualTo("ab");
    }

    @Test
    void refusesWhatIsCalledOnAClosedHolder() {
        holder.close();

        refuses(holder.reserve(Duration.ZERO), StoreException.Kind.CLOSED, "the holder is closed");
    }

    @Test
    void deletesOnlyWhatNobodyElseHolds() {
        long held = put("held", 0);
        long free = put("free", 0);
        reserved();
        Holder other = watching("default");

        assertThat(answer(other.delete(held))).isFalse();
        assertThat(answer(store.delete(held))).isFalse();
        assertThat(answer(other.delete(free))).isTrue();
        assertThat(answer(holder.delete(held))).isTrue();
        assertThat(answer(holder.delete(held))).isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void aMessageIsReadyAgainAtTheEndOfItsTimeToRun() {
        long id = answer(store.put(message("a", 0, Duration.ZERO, Duration.ofSeconds(10))));
        reserved();
        advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(state(id)).isEqualTo(MessageState.RESERVED);

        advance(Duration.ofNanos(1));

        assertThat(state(id)).isEqualTo(MessageState.READY);
        assertThat(answer(store.stats(id)).orElseThrow().history().timeouts()).isOne();
        assertThat(answer(holder.delete(id))).as("as one that nobody holds").isTrue();
    }

    @Test
    void touchBeginsTheTimeToRunAnew() {
        long id = answer(store.put(message("a", 0, Duration.ZERO, Duration.ofSeconds(10))));
        reserved();
        advance(Duration.ofSeconds(9));
        assertThat(answer(holder.touch(id))).isTrue();
        advance(Duration.ofSeconds(9));

        assertThat(state(id)).isEqualTo(MessageState.RESERVED);
    }

    @Test
    void aDelayedMessageIsReadyWhenItIsDueAndGoesToWhoWaits() {
        CompletableFuture<Reservation> waiting = holder.reserve(Holder.FOREVER);
        answer(store.put(message("a", 0, Duration.ofSeconds(3), SECOND)));
        advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(answer(store.stats()).waiting()).isOne();

        advance(Duration.ofNanos(1));

        assertThat(text(answer(waiting))).isEqualTo("a");
    }

    @Test
    void whoWaitsLongestForATubeIsServedFirst() {
        CompletableFuture<Reservation> first = holder.reserve(Holder.FOREVER);
        CompletableFuture<Reservation> second = watching("default").reserve(Holder.FOREVER);
        put("a", 0);
        put("b", 0);

        assertThat(text(answer(first)) + text(answer(second))).isEqualTo("ab");
    }

    @Test
    void aWaitEndsInTime() {
        CompletableFuture<Reservation> waiting = holder.reserve(SECOND);
        advance(SECOND);

        assertThat(answer(waiting)).isInstanceOf(Reservation.TimedOut.class);
    }

    @Test
    void aWaitEndsWhenTheHolderStopsWaiting() {
        CompletableFuture<Reservation> waiting = holder.reserve(Holder.FOREVER);
        holder.stopWaiting();

        assertThat(answer(waiting)).isInstanceOf(Reservation.TimedOut.class);
        long id = put("a", 0);
        assertThat(state(id)).as("it went to nobody").isEqualTo(MessageState.READY);
    }

    @Test
    void aWaitEndsInTheLastSecondOfALease() {
        answer(store.put(message("a", 0, Duration.ZERO, Duration.ofSeconds(5))));
        reserved();
        CompletableFuture<Reservation> waiting = holder.reserve(Holder.FOREVER);
        advance(Duration.ofSeconds(4));

        assertThat(answer(waiting)).isInstanceOf(Reservation.DeadlineSoon.class);
        put("b", 0);
        assertThat(reserved()).as("a ready message comes first").isEqualTo("b");
    }

    @Test
    void aClosingStoreRefusesWhoWaits() {
        CompletableFuture<Reservation> waiting = holder.reserve(Holder.FOREVER);
        store.close();

        refuses(waiting, StoreException.Kind.CLOSED, "the store is closed");
        refuses(store.put(NewMessage.of(new byte[0])), StoreException.Kind.CLOSED, "the store is closed");
    }

    @Test
    void kicksTheBuriedFirstAndTheDelayedOnlyIfNoneIsBuried() {
        long buried = put("buried", 0);
        reserved();
        answer(holder.bury(buried, 0));
        answer(store.put(message("delayed", 0, Duration.ofSeconds(9), SECOND)));

        assertThat(answer(store.kick("default", 10))).isOne();
        assertThat(reserved()).isEqualTo("buried");
        assertThat(answer(store.kick("default", 10))).isOne();
        assertThat(reserved()).isEqualTo("delayed");
        assertThat(answer(store.kick("default", 10))).isZero();
    }

    @Test
    void aPausedTubeHandsOutNothingForAWhile() {
        put("a", 0);
        assertThat(answer(store.pause("default", SECOND))).isTrue();
        CompletableFuture<Reservation> waiting = holder.reserve(Holder.FOREVER);
        assertThat(waiting).isNotDone();

        advance(SECOND);

        assertThat(text(answer(waiting))).isEqualTo("a");
        assertThat(answer(store.pause("none", SECOND))).isFalse();
    }

    @Test
    void aTubeIsThereWhileItHoldsMessagesOrIsReferredTo() {
        holder.use("used");
        holder.watch("watched");
        assertThat(answer(store.tubes())).containsExactly("default", "used", "watched");

        holder.use("default");
        holder.ignore("watched");

        assertThat(answer(store.tubes())).containsExactly("default");
    }

    @Test
    void theDefaultTubeIsAlwaysThere() {
        put("a", 0);
        holder.use("other");
        holder.watch("other");
        holder.ignore("default");
        answer(store.purge("default"));

        assertThat(answer(store.tubes())).containsExactly("default", "other");
        assertThat(answer(store.pause("default", Duration.ZERO))).isTrue();
        assertThat(answer(store.stats("default")).map(TubeStats::total)).contains(1L);
    }

    @Test
    void purgesAllThatNobodyHolds() {
        put("held", 0);
        put("free", 0);
        answer(store.put(message("delayed", 0, SECOND, SECOND)));
        reserved();

        assertThat(answer(store.purge("default"))).isEqualTo(2);
        assertThat(store.size()).isOne();
    }

    @Test
    void looksWithoutTaking() {
        long id = put("a", 0);

        assertThat(answer(store.peek(id)).map(StoreContract::text)).contains("a");
        assertThat(answer(store.peek("default", MessageState.READY)).map(StoreContract::text))
                .contains("a");
        assertThat(answer(store.peek("default", MessageState.BURIED))).isEmpty();
        assertThat(reserved()).isEqualTo("a");
    }

    @Test
    void refusesAboveItsNumberOfMessagesAndWhileItDrains() {
        store.close();
        store = open(new StoreLimits(1, 1 << 20), clock);
        put("a", 0);
        refuses(store.put(NewMessage.of(new byte[0])), StoreException.Kind.FULL, "the queue is full: 1 messages");

        store.setDraining(true);

        refuses(
                store.put(NewMessage.of(new byte[0])),
                StoreException.Kind.DRAINING,
                "the queue is draining: it takes no messages");
    }

    @Test
    void reservesInBatchesWithinTheirBounds() {
        put("bbb", 1);
        put("a", 0);
        put("cc", 2);
        put("dddd", 3);
        put("e", 4);

        assertThat(batch(2, 100)).containsExactly("a", "bbb");
        assertThat(batch(9, 5)).containsExactly("cc");
        assertThat(batch(9, 3)).containsExactly("dddd");
        holder.close();
        holder = watching("default");
        assertThat(batch(9, 100)).containsExactly("a", "bbb", "cc", "dddd", "e");
        assertThat(batch(9, 100)).isEmpty();
        assertThat(stats().counts().reserved()).isEqualTo(5);
    }

    private List<String> batch(int most, long mostBytes) {
        return answer(holder.reserveBatch(most, mostBytes)).messages().stream()
                .map(StoreContract::text)
                .toList();
    }

    @Test
    void knowsTheAgeOfTheOldestThatIsReadyWhateverItsPriority() {
        assertThat(stats().oldestReadyAge()).isZero();
        put("held", 3);
        advance(SECOND);
        long oldest = put("oldest", 9);
        advance(SECOND);
        answer(store.put(message("delayed", 0, Duration.ofHours(1), SECOND)));
        put("urgent", 1);
        assertThat(stats().oldestReadyAge()).isEqualTo(SECOND.plus(SECOND));

        assertThat(reserved() + reserved()).isEqualTo("urgentheld");
        assertThat(stats().oldestReadyAge()).isEqualTo(SECOND);

        advance(SECOND);
        answer(holder.delete(oldest));
        assertThat(stats().oldestReadyAge()).isZero();
    }

    @Test
    void knowsTheOldestBehindThousandsOfMoreUrgentOnes() {
        put("held", 9);
        reserved();
        put("oldest", 9);
        advance(SECOND);
        List<CompletableFuture<Long>> puts = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            puts.add(store.put(message("urgent", i % 3, Duration.ZERO, SECOND)));
        }
        puts.forEach(StoreContract::answer);

        assertThat(stats().oldestReadyAge()).isEqualTo(SECOND);
    }

    @Test
    void knowsHowLongDeletedMessagesWereInTheQueue() {
        long slowest = put("slowest", 9);
        put("stays", 9);
        advance(Duration.ofMillis(15_001));
        assertThat(stats().timeInQueue()).isEqualTo(TimeInQueue.NONE);
        for (int i = 0; i < 98; i++) {
            put("quick", 0);
        }
        advance(Duration.ofMillis(20));
        for (int i = 0; i < 98; i++) {
            Reservation.Reserved next = (Reservation.Reserved) answer(holder.reserve(Duration.ZERO));
            answer(holder.delete(next.message().id()));
        }
        answer(holder.delete(slowest));
        answer(store.purge("default"));

        TimeInQueue times = stats().timeInQueue();
        assertThat(times.p50()).isEqualTo(Duration.ofMillis(20));
        assertThat(times.p99()).isEqualTo(times.max()).isEqualTo(Duration.ofMillis(15_021));
    }

    private TubeStats stats() {
        return answer(store.stats("default")).orElseThrow();
    }

    private Holder watching(String tube) {
        Holder opened = store.holder();
        opened.watch(tube);
        return opened;
    }

    /** What was asked for before has begun then, in a store whose operations run on a thread of its own. */
    private void advance(Duration time) {
        answer(store.stats());
        clock.advance(time);
    }

    private static NewMessage message(String text, long priority, Duration delay, Duration timeToRun) {
        return new NewMessage("default", priority, delay, timeToRun, text.getBytes(UTF_8));
    }

    private long put(String text, long priority) {
        return answer(store.put(message(text, priority, Duration.ZERO, NewMessage.LONGEST)));
    }

    private MessageState state(long id) {
        return answer(store.stats(id)).orElseThrow().state();
    }

    private String reserved() {
        return text(answer(holder.reserve(Duration.ZERO)));
    }

    private static String text(Reservation reservation) {
        assertThat(reservation).isInstanceOf(Reservation.Reserved.class);
        return text(((Reservation.Reserved) reservation).message());
    }

    private static String text(Message message) {
        return new String(message.body(), UTF_8);
    }

    private static void refuses(CompletableFuture<?> answer, StoreException.Kind kind, String reason) {
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.reason()).isEqualTo(reason);
                });
    }

    private static <T> T answer(CompletableFuture<T> answer) {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer: " + e, e);
        }
    }
}
