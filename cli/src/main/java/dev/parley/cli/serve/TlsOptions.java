package dev.parley.cli.serve;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.PrivateKeyOptions;
import dev.parley.core.Endpoint;
import dev.parley.core.Security;
import dev.parley.engine.TlsWire;
import dev.parley.engine.WireFactory;
import dev.parley.tls.ServerCertificates;
import dev.parley.tls.ServerCertificates.PemFiles;
import dev.parley.tls.TlsFileException;
import dev.parley.tls.TlsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The certificate of a server on TLS, and what it demands of its clients. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "of +tls and +mtls: the server's certificate and those between it and its authority, PEM")
    @Nullable
    Path certificate;

    @Mixin
    PrivateKeyOptions key = new PrivateKeyOptions();

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "of +mtls: the authorities that issue the certificates of clients, PEM")
    @Nullable
    Path authorities;

    @Option(
            names = "--tls-handshake-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "time for a client to complete the handshake (default: 5s)")
    @Nullable
    Duration handshakeTimeout;

    private @Nullable ServerCertificates loaded;

    /**
     * Reads the files if one of these endpoints needs them.
     *
     * @throws Failure when they cannot be used: what is meant to be encrypted is never served otherwise
     */
    void load(List<Endpoint> endpoints) {
        List<Endpoint> secured = endpoints.stream().filter(Endpoint::isSecured).toList();
        if (secured.isEmpty()) {
            return;
        }
        Endpoint first = secured.getFirst();
        Path itsCertificate = required(certificate, "--tls-cert", first);
        Path itsKey = required(key.key(), "--tls-key", first);
        Optional<Endpoint> mutual = secured.stream()
                .filter(endpoint -> endpoint.security() == Security.MUTUAL_TLS)
                .findFirst();
        mutual.ifPresent(endpoint -> required(authorities, "--tls-ca", endpoint));
        // Read once, when JSSE is loaded: a client of TLS 1.2 must not have the handshake done again and again.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        try {
            loaded = ServerCertificates.load(new PemFiles(itsCertificate, itsKey, key.passwordFile(), authorities));
        } catch (TlsFileException e) {
            throw misconfigured(e.getMessage());
        }
    }

    private static Path required(@Nullable Path file, String option, Endpoint endpoint) {
        if (file == null) {
            throw misconfigured(endpoint + " requires " + option
                    + " FILE; 'parley tls init DIR' makes certificates for a laboratory");
        }
        return file;
    }

    /** Refuses what applies to none of these. */
    void requireApplicable(List<Endpoint> endpoints) {
        List<Endpoint> secured = endpoints.stream().filter(Endpoint::isSecured).toList();
        if (secured.isEmpty()) {
            refuseAll();
        } else if (authorities != null
                && secured.stream().noneMatch(endpoint -> endpoint.security() == Security.MUTUAL_TLS)) {
            String service = secured.getFirst().service();
            throw misconfigured("--tls-ca is for clients that show a certificate, which " + service
                    + "+mtls demands and " + service + "+tls does not");
        }
    }

    private void refuseAll() {
        if (certificate != null || key.given() || authorities != null || handshakeTimeout != null) {
            throw misconfigured("--tls-... options are given, and no endpoint is encrypted; write reverse+tls://...");
        }
    }

    private static Failure misconfigured(@Nullable String problem) {
        return new Failure(ExitCode.BAD_CONFIGURATION, String.valueOf(problem));
    }

    /** What was loaded; empty where nothing is encrypted. */
    Optional<ServerCertificates> certificates() {
        return Optional.ofNullable(loaded);
    }

    /** The wires of an endpoint on TLS. */
    WireFactory wires(Endpoint endpoint, boolean endsWithStream) {
        ServerCertificates certificates = loaded;
        if (certificates == null) {
            throw new IllegalStateException(endpoint + " before its certificate is loaded");
        }
        boolean mutual = endpoint.security() == Security.MUTUAL_TLS;
        return TlsWire.of(new TlsServer(certificates, mutual, endsWithStream));
    }
}
