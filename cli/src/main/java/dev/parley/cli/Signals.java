package dev.parley.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM: the first asks for an orderly end, the second ends at once.
 *
 * <p>A shutdown hook can do neither: it cannot choose the exit code, and it hears no second signal. {@code sun.misc.Signal}
 * (module jdk.unsupported) can; it is reached by name because javac warns of it in a way nothing can suppress.
 */
final class Signals {
    private Signals() {}

    /** @param orderlyEnd called once, on a thread of the JVM's own; must not block for long */
    static void onFirst(Runnable orderlyEnd) {
        AtomicBoolean first = new AtomicBoolean(true);
        handle("INT", 2, first, orderlyEnd);
        handle("TERM", 15, first, orderlyEnd);
    }

    private static void handle(String name, int number, AtomicBoolean first, Runnable orderlyEnd) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (p, m, a) -> {
                if (first.getAndSet(false)) {
                    orderlyEnd.run();
                } else {
                    Runtime.getRuntime().halt(ExitCode.SIGNALLED + number);
                }
                return null;
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), action);
        } catch (ReflectiveOperationException e) { // another JVM: signals then end the process the JVM's way
            System.getLogger("dev.parley.serve").log(System.Logger.Level.WARNING, "SIG" + name + " will not drain", e);
        }
    }
}
