package dev.parley.cli.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server reads anew while it runs, on SIGHUP or because it is asked to. Any thread.
 *
 * @param settings empty without a file
 * @param certificates has them read, soon; empty where nothing is encrypted
 * @param accessLog has it opened again, soon; empty where there is none
 * @param token has its file read; empty where nobody shows one
 * @param notifier tells when it is done
 */
record Reloading(
        Optional<Reload> settings,
        Optional<Runnable> certificates,
        Optional<Runnable> accessLog,
        Optional<AdminToken> token,
        ServiceNotifier notifier) {
    /** The settings, the certificates of these, which are watched from now on, the access log and the token, if there are any. */
    static Reloading of(
            Optional<Reload> settings,
            List<Listener> listeners,
            @Nullable AccessLog access,
            @Nullable AdminToken token,
            ServiceNotifier notifier) {
        return new Reloading(
                settings,
                CertificateWatch.start(listeners.stream()
                        .map(listener -> listener.options().tls.certificates())
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList()),
                Optional.ofNullable(access).map(log -> log::reopen),
                Optional.ofNullable(token),
                notifier);
    }

    /** Whether there is anything to read. */
    boolean isPossible() {
        return settings.isPresent() || certificates.isPresent() || accessLog.isPresent() || token.isPresent();
    }

    /** Reads it all, also what comes behind something that cannot be used. */
    Reload.Outcome run() {
        notifier.reloading();
        List<Reload.Outcome> outcomes = new ArrayList<>();
        settings.map(Reload::run).ifPresent(outcomes::add);
        certificates.ifPresent(read -> {
            read.run();
            outcomes.add(new Reload.Outcome(true, "certificates are read again; the log says what came of it"));
        });
        accessLog.ifPresent(reopen -> {
            reopen.run();
            outcomes.add(new Reload.Outcome(true, "the access log is opened again"));
        });
        token.map(AdminToken::readAgain).ifPresent(outcomes::add);
        notifier.ready();
        return new Reload.Outcome(
                outcomes.stream().allMatch(Reload.Outcome::done),
                outcomes.stream().map(Reload.Outcome::text).collect(Collectors.joining("; ")));
    }
}
