package dev.parley.cli.compare;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.core.Security;
import dev.parley.tls.Certificates;
import dev.parley.tls.Credentials;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key, PEM (PKCS#8, PKCS#1 or SEC1)")
    @Nullable
    Path key;

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "FILE",
            description = "whose first line is the password of an encrypted key")
    @Nullable
    Path passwordFile;

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
        boolean ofServers = certificate != null || key != null || passwordFile != null;
        if (ofServers && !service.isSecured()) {
            throw misconfigured(
                    "--tls-cert and --tls-key are of servers that are started on TLS: " + service.service() + "+tls");
        }
        if ((certificate == null) != (key == null) || (passwordFile != null && key == null)) {
            throw misconfigured("--tls-cert and --tls-key require each other");
        }
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
        if (certificate == null || key == null) {
            return List.of();
        }
        List<String> words =
                new ArrayList<>(List.of("--tls-cert", certificate.toString(), "--tls-key", key.toString()));
        if (passwordFile != null) {
            words.addAll(List.of("--tls-key-password-file", passwordFile.toString()));
        }
        return words;
    }

    /**
     * Whom clients trust, but for servers with the certificate of the laboratory. Reads all files, so that one that cannot be used
     * ends the comparison before it begins.
     */
    SSLContext context() {
        try {
            if (certificate != null && key != null) {
                Credentials.load(certificate, key, passwordFile);
            }
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
