package dev.parley.queue;

import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What threads see of a store in memory is what they would have seen one after the other, in some order. */
@Tag("slow")
@Param(name = "holder", gen = IntGen.class, conf = "0:1")
@Param(name = "id", gen = IntGen.class, conf = "1:4")
@Param(name = "priority", gen = IntGen.class, conf = "0:2")
public class MemoryStoreLinearizabilityTest {
    private static final String TUBE = "work";

    private final MessageStore store = MemoryStore.open(new StoreLimits(3, 1 << 20));
    private final List<Holder> holders = List.of(watching(), watching());

    private Holder watching() {
        Holder holder = store.holder();
        holder.watch(TUBE);
        return holder;
    }

    @Operation
    public String put(@Param(name = "priority") int priority) {
        return store.put(new NewMessage(TUBE, priority, Duration.ZERO, NewMessage.LONGEST, new byte[1]))
                .handle((id, refusal) -> refusal == null ? id.toString() : "refused")
                .join();
    }

    @Operation
    public String reserve(@Param(name = "holder") int holder) {
        return holders.get(holder).reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)
                ? Long.toString(message.id())
                : "none";
    }

    @Operation
    public boolean delete(@Param(name = "holder") int holder, @Param(name = "id") int id) {
        return holders.get(holder).delete(id).join();
    }

    @Operation
    public boolean release(
            @Param(name = "holder") int holder, @Param(name = "id") int id, @Param(name = "priority") int priority) {
        return holders.get(holder).release(id, priority, Duration.ZERO).join();
    }

    @Operation
    public boolean bury(@Param(name = "holder") int holder, @Param(name = "id") int id) {
        return holders.get(holder).bury(id, 0).join();
    }

    @Operation
    public long kick() {
        return store.kick(TUBE, 2).join();
    }

    @Operation
    public String counts() {
        return store.stats(TUBE).join().map(stats -> stats.counts().toString()).orElse("no tube");
    }

    @Test
    void threadsSeeOneOrder() {
        new StressOptions()
                .iterations(30)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .check(getClass());
    }
}
