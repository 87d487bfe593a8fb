package dev.parley.cli.serve;

import dev.parley.core.PrintableText;
import dev.parley.tls.ServerCertificates;
import dev.parley.tls.TlsFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads certificates anew when their files have changed, which it looks at each second, and at once on SIGHUP. */
final class CertificateWatch {
    private static final System.Logger LOG = System.getLogger("dev.parley.serve");

    private final List<ServerCertificates> certificates;
    private final Semaphore hangUps = new Semaphore(0);

    private CertificateWatch(List<ServerCertificates> certificates) {
        this.certificates = certificates;
    }

    /**
     * Starts a daemon.
     *
     * @return what lets it look at once; empty when there is nothing to watch
     */
    static Optional<Runnable> start(List<ServerCertificates> certificates) {
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        CertificateWatch watch = new CertificateWatch(certificates);
        Thread.ofPlatform().name("parley-certificates").daemon().start(watch::run);
        return Optional.of(watch.hangUps::release);
    }

    private void run() {
        try {
            while (true) {
                boolean hungUp = hangUps.tryAcquire(1, TimeUnit.SECONDS);
                hangUps.drainPermits();
                certificates.forEach(one -> look(one, hungUp));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(ServerCertificates certificates, boolean hungUp) {
        try {
            if (hungUp) {
                certificates.reload();
            } else if (!certificates.reloadIfChanged()) {
                return;
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "new connections get the certificate that is now in " + certificates.certificate());
        } catch (TlsFileException e) {
            LOG.log(System.Logger.Level.WARNING, "the former certificate stays in use: " + e.getMessage());
        } catch (RuntimeException e) { // the watch goes on: the next files may be good
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the former certificate stays in use, that in " + certificates.certificate() + " cannot be used: "
                            + PrintableText.of(e));
        }
    }
}
