package dev.parley.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The policy {@code SCHED_BATCH} of Linux, sched(7): a thread that is woken waits for its turn and does not interrupt who
 * runs. Its share of a core stays the same.
 *
 * <p>A thread with one client sleeps once a request. Under load, whoever sends a request would be interrupted by the thread it
 * wakes, request by request; like this it sends some more first, and a switch serves several.
 *
 * <p>Needs Linux and a JVM that lets this module call native code ({@code --enable-native-access}). Elsewhere threads stay
 * as they are, and nothing but speed is lost. What such a thread starts inherits the policy.
 */
final class BatchScheduling {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int SCHED_BATCH = 3;
    private static final int CALLING_THREAD = 0;

    /** {@code struct sched_param}: the priority, which is 0 for all policies but those of real time. */
    private static final MemorySegment PARAM = Arena.global().allocate(ValueLayout.JAVA_INT);

    /** {@code sched_setscheduler}; null where it cannot be called. Linking it takes some 20 to 100 ms, once. */
    private static final @Nullable MethodHandle SET_SCHEDULER = link();

    private BatchScheduling() {}

    /** The same threads, each with this policy before its first task. */
    static ThreadFactory of(ThreadFactory threads) {
        MethodHandle setScheduler = SET_SCHEDULER;
        if (setScheduler == null) {
            return threads;
        }
        return task -> threads.newThread(() -> {
            adopt(setScheduler);
            task.run();
        });
    }

    private static void adopt(MethodHandle setScheduler) {
        int result;
        try {
            result = (int) setScheduler.invokeExact(CALLING_THREAD, SCHED_BATCH, PARAM);
        } catch (Throwable e) { // declared by invokeExact; the call itself throws nothing
            throw new AssertionError(e);
        }
        if (result != 0) { // forbidden, for example by a container's rules
            LOG.log(System.Logger.Level.DEBUG, "batch scheduling is refused");
        }
    }

    @SuppressWarnings("restricted") // called only where that is allowed, with the types of sched_setscheduler(2)
    private static @Nullable MethodHandle link() {
        if (!System.getProperty("os.name").equals("Linux")
                || !BatchScheduling.class.getModule().isNativeAccessEnabled()) {
            LOG.log(System.Logger.Level.DEBUG, "no batch scheduling: not Linux, or native access is not enabled");
            return null;
        }
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find("sched_setscheduler");
        FunctionDescriptor types = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        return address.map(found -> linker.downcallHandle(found, types)).orElse(null);
    }
}
