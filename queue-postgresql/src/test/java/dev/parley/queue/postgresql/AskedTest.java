package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.postgresql.Operation.Access;
import dev.parley.testkit.ManualStoreClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is taken together, and how much may wait. */
class AskedTest {
    private final Asked asked = new Asked(new WaitingRoom(), new ManualStoreClock(), AskedTest::looking);

    private static Operation looking(Set<String> tubes) {
        return operation(tubes);
    }

    private static Operation operation(Object source) {
        return new Operation.Other<>(source, Access.READ, turn -> true, new CompletableFuture<>(), 0, false);
    }

    private static Operation.Put put(byte[] body) {
        return new Operation.Put("source", NewMessage.of(body), null, new CompletableFuture<>(), 0);
    }

    @Test
    void theLastIsTakenBehindWhatCameBeforeItAndAlone() throws Exception {
        Operation before = operation("before");
        Operation last = operation("last");
        Operation behind = operation("behind");
        asked.add(before);
        asked.addLast(last);
        asked.add(behind);

        assertThat(asked.take()).containsExactly(before);
        assertThat(asked.take()).containsExactly(last);
        assertThat(asked.take()).containsExactly(behind);
    }

    @Test
    void whatIsAddedAgainIsTakenFirstInItsOrder() throws Exception {
        Operation first = operation("first");
        Operation second = operation("second");
        Operation third = operation("third");
        asked.add(third);
        asked.addAgain(List.of(first, second));

        assertThat(asked.take()).containsExactly(first, second, third);
    }

    @Test
    void theMessagesThatWaitAreBoundedInBytesUntilSomeAreAnswered() {
        byte[] large = new byte[1 << 20];
        List<Operation.Put> waiting = new ArrayList<>();
        Operation.Put next = put(large);
        while (asked.add(next)) {
            waiting.add(next);
            next = put(large);
        }

        assertThat((long) waiting.size() << 20)
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(asked.add(operation("no message"))).isTrue();
        waiting.getFirst().answer().complete(1L);
        waiting.getLast().refuse(new StoreException(Kind.FAILED, "away"));
        assertThat(asked.add(put(large))).isTrue();
        assertThat(asked.add(put(large))).isTrue();
        assertThat(asked.add(put(large))).isFalse();
    }
}
