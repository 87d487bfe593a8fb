package dev.parley.testkit;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A JUnit extension that fails a test class which leaves something behind: a thread whose name begins with
 * {@code parley-} (virtual ones too), a socket, or an exception that no thread caught. Threads and sockets get two seconds
 * to go, or {@code parley.leakcheck.patience.millis}, since a stopping server may take a moment. What was there before the class does not count.
 *
 * <p>Registered for every class where JUnit's {@code junit.jupiter.extensions.autodetection.enabled} is true; otherwise
 * with {@code @ExtendWith(LeakCheck.class)}. Not for test classes that run at the same time: their leaks could not be attributed to
 * one of them.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
    private static final String PATIENCE_MILLIS = "parley.leakcheck.patience.millis";
    private static final long DEFAULT_PATIENCE_MILLIS = 2_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** What was there before the class, and what no thread has caught since. */
    private record Watch(
            Resources before,
            Queue<String> uncaught,
            @Nullable UncaughtExceptionHandler handler) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (nested(context)) {
            return;
        }
        Watch watch =
                new Watch(Resources.now(), new ConcurrentLinkedQueue<>(), Thread.getDefaultUncaughtExceptionHandler());
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> watch.uncaught.add("thread '" + thread.getName() + "' died of " + withStack(e)));
        context.getStore(NAMESPACE).put(Watch.class, watch);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Watch watch = context.getStore(NAMESPACE).remove(Watch.class, Watch.class);
        if (watch == null) {
            return;
        }
        List<String> leaks = leaksSince(watch.before, patience(context));
        Thread.setDefaultUncaughtExceptionHandler(watch.handler);
        if (!leaks.isEmpty() || !watch.uncaught.isEmpty()) {
            throw new AssertionError(context.getRequiredTestClass().getName() + " left behind: "
                    + String.join(System.lineSeparator(), leaks)
                    + String.join(System.lineSeparator(), watch.uncaught));
        }
    }

    /** Only the outermost class is checked: a nested one runs amid its parent's fixtures. */
    private static boolean nested(ExtensionContext context) {
        return !context.getEnclosingTestClasses().isEmpty();
    }

    private static Duration patience(ExtensionContext context) {
        return Duration.ofMillis(context.getConfigurationParameter(PATIENCE_MILLIS, Long::valueOf)
                .orElse(DEFAULT_PATIENCE_MILLIS));
    }

    private static List<String> leaksSince(Resources before, Duration patience) {
        try {
            return Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_LOOKS)
                    .atMost(patience)
                    .until(() -> Resources.now().leakedSince(before), List::isEmpty);
        } catch (ConditionTimeoutException e) {
            return Resources.now().leakedSince(before);
        }
    }

    private static String withStack(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        for (StackTraceElement frame : e.getStackTrace()) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        return text.toString();
    }
}
