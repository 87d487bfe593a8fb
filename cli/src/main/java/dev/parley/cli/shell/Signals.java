package dev.parley.cli.shell;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * SIGINT, SIGTERM and, unless it has another use, SIGHUP: the first starts a graceful shutdown, the second ends the process at once.
 *
 * <p>A shutdown hook can do neither: it cannot choose the exit code, and it is not run for a second signal. {@code sun.misc.Signal}
 * (module jdk.unsupported) can; it is reached by name because javac warns of it in a way nothing can suppress.
 */
public final class Signals {
    private Signals() {}

    /** The handlers in place; closing restores the former ones. */
    public interface Handlers extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Handles signals until closed, or for ever when the caller never closes it.
     *
     * @param orderlyEnd called once with the reason, {@code interrupted (SIGINT)}, on a thread of the JVM's own; must not block for long
     */
    public static Handlers onFirst(Consumer<String> orderlyEnd) {
        return onFirst(orderlyEnd, () -> {});
    }

    /**
     * The same.
     *
     * @param beforeHalt closed before the second signal ends the process, but not waited for for long
     */
    public static Handlers onFirst(Consumer<String> orderlyEnd, AutoCloseable beforeHalt) {
        AtomicBoolean first = new AtomicBoolean(true);
        Runnable undoInterrupt = handle("INT", 2, first, orderlyEnd, beforeHalt);
        Runnable undoTerminate = handle("TERM", 15, first, orderlyEnd, beforeHalt);
        Runnable undoHangUp = handle("HUP", 1, first, orderlyEnd, beforeHalt); // the JVM leaves it ignored after nohup
        return () -> {
            undoInterrupt.run();
            undoTerminate.run();
            undoHangUp.run();
        };
    }

    /** Does this at each SIGHUP, instead of an end. After {@link #onFirst}; on a thread of the JVM's own. */
    public static void onHangUp(Runnable action) {
        handle("HUP", action);
    }

    /** Does this at each SIGUSR1, which would end the process otherwise. On a thread of the JVM's own. */
    public static void onUser(Runnable action) {
        handle("USR1", action);
    }

    private static Runnable handle(
            String name, int number, AtomicBoolean first, Consumer<String> orderlyEnd, AutoCloseable beforeHalt) {
        return handle(name, () -> {
            if (first.getAndSet(false)) {
                orderlyEnd.accept("interrupted (SIG" + name + ")");
            } else {
                closeWithin(beforeHalt, Duration.ofMillis(200));
                Runtime.getRuntime().halt(ExitCode.SIGNALLED + number);
            }
        });
    }

    /** Returns what restores the former handler. */
    private static Runnable handle(String name, Runnable handling) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (p, m, a) -> {
                handling.run();
                return null;
            });
            Method handle = signal.getMethod("handle", signal, handler);
            Object theSignal = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, theSignal, action);
            return () -> putBack(handle, theSignal, before);
        } catch (ReflectiveOperationException e) { // another JVM: signals then end the process the JVM's way
            System.getLogger("dev.parley.serve").log(System.Logger.Level.WARNING, "SIG" + name + " will not drain", e);
            return () -> {};
        }
    }

    private static void closeWithin(AutoCloseable resource, Duration atMost) {
        Thread closing = Thread.ofPlatform().daemon().start(() -> {
            try {
                resource.close();
            } catch (Exception _) {
                // The process ends in any case.
            }
        });
        try {
            closing.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void putBack(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("what could be set cannot be set back", e);
        }
    }
}
