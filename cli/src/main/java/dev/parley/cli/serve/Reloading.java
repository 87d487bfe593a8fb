package dev.parley.cli.serve;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server reads anew while it runs, on SIGHUP or because it is asked to. Any thread.
 *
 * @param settings empty without a file
 * @param certificates has them read, soon; empty where nothing is encrypted
 * @param accessLog has it opened again, soon; empty where there is none
 * @param notifier tells when it is done
 */
record Reloading(
        Optional<Reload> settings,
        Optional<Runnable> certificates,
        Optional<Runnable> accessLog,
        ServiceNotifier notifier) {
    /** The settings, the certificates of these, which are watched from now on, and the access log, if there is one. */
    static Reloading of(
            Optional<Reload> settings, List<Listener> listeners, @Nullable AccessLog access, ServiceNotifier notifier) {
        return new Reloading(
                settings,
                CertificateWatch.start(listeners.stream()
                        .map(listener -> listener.options().tls.certificates())
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList()),
                Optional.ofNullable(access).map(log -> log::reopen),
                notifier);
    }

    /** Whether there is anything to read. */
    boolean isPossible() {
        return settings.isPresent() || certificates.isPresent() || accessLog.isPresent();
    }

    /** Reads it. */
    Reload.Outcome run() {
        notifier.reloading();
        accessLog.ifPresent(Runnable::run);
        Optional<Reload.Outcome> outcome = settings.map(Reload::run);
        certificates.ifPresent(Runnable::run);
        notifier.ready();
        return outcome.orElse(new Reload.Outcome(
                true,
                certificates.isPresent()
                        ? "certificates are read again; the log says what came of it"
                        : "the access log is opened again"));
    }
}
