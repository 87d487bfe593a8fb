package dev.parley.cli.compare;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.PrivateKeyOptions;
import dev.parley.core.Endpoint;
import dev.parley.core.Security;
import dev.parley.tls.Certificates;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the servers of a comparison show on TLS, and whom its clients trust. */
final class CompareTlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "of SERVICE+tls: the certificate of the servers that are started, PEM (default: one of a laboratory, made for"
                            + " this comparison, whose authority the clients trust)")
    @Nullable
    Path certificate;

    @Mixin
    PrivateKeyOptions key = new PrivateKeyOptions();

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "trust servers of these authorities, PEM, instead of those Java trusts: of --tls-cert, and of --against on TLS")
    @Nullable
    Path authorities;

    @Option(names = "--insecure", description = "the same servers: do not check who they are; for laboratories alone")
    boolean insecure;

    /**
     * Refuses what does not fit the servers.
     *
     * @param service what is served
     * @param running servers that run already
     */
    void check(Endpoint service, List<Endpoint> running) {
        boolean ofServers = certificate != null || key.given();
        if (ofServers && !service.isSecured()) {
            throw misconfigured(
                    "--tls-cert and --tls-key are of servers that are started on TLS: " + service.service() + "+tls");
        }
        key.requireFitting(certificate);
        if (certificate != null && service.security() == Security.MUTUAL_TLS) {
            throw misconfigured(
                    "with +mtls a comparison makes all certificates itself; leave --tls-cert and --tls-key out");
        }
        for (Endpoint one : running) {
            if (one.security() == Security.MUTUAL_TLS) {
                throw misconfigured("--against " + one + ": a comparison has no certificate to show to a server that"
                        + " runs; use 'parley load' and 'parley report'");
            }
        }
        boolean trusts = certificate != null || running.stream().anyMatch(Endpoint::isSecured);
        if ((authorities != null || insecure) && !trusts) {
            throw misconfigured("--tls-ca and --insecure require --tls-cert, or --against with a server on TLS");
        }
        if (insecure && authorities != null) {
            throw misconfigured("--insecure checks nothing, so --tls-ca has no effect; leave one of them out");
        }
    }

    /** Those of {@code parley serve} for the certificate that was given; none where none was. */
    List<String> serveOptions() {
        List<String> words = new ArrayList<>();
        add(words, "--tls-cert", certificate);
        add(words, "--tls-key", key.key());
        add(words, "--tls-key-password-file", key.passwordFile());
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Path file) {
        if (file != null) {
            words.addAll(List.of(option, file.toString()));
        }
    }

    /**
     * Whom clients trust, but for servers with the certificate of the laboratory. Reads all files, so that one that cannot be used
     * ends the comparison before it begins.
     */
    SSLContext context() {
        try {
            key.with(certificate);
            return insecure
                    ? TlsContexts.insecureClient(null)
                    : TlsContexts.client(authorities == null ? null : Certificates.authorities(authorities), null);
        } catch (TlsFileException e) {
            throw misconfigured(String.valueOf(e.getMessage()));
        }
    }

    private static Failure misconfigured(String problem) {
        return new Failure(ExitCode.BAD_CONFIGURATION, problem);
    }
}
