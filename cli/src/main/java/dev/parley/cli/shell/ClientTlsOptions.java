package dev.parley.cli.shell;

import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.core.Security;
import dev.parley.tls.Certificates;
import dev.parley.tls.Credentials;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsFileException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a client on TLS trusts, and what it shows. */
public final class ClientTlsOptions {
    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "of +tls and +mtls: trust servers of these authorities, PEM, instead of those Java trusts")
    @Nullable
    Path authorities;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "of +mtls: our certificate and those between it and its authority, PEM")
    @Nullable
    Path certificate;

    @Mixin
    PrivateKeyOptions key = new PrivateKeyOptions();

    @Option(
            names = "--insecure",
            description = "of +tls and +mtls: do not check who the server is; for laboratories alone")
    boolean insecure;

    /**
     * The context for an endpoint, or null for one without TLS.
     *
     * @param command its name, for a warning
     * @throws Failure when a file cannot be used, or the options do not fit the endpoint
     */
    @Nullable
    public SSLContext context(Endpoint endpoint, Console console, String command) {
        if (insecure && authorities != null) {
            throw misconfigured("--insecure checks nothing, so --tls-ca has no effect; leave one of them out");
        }
        return context(endpoint, endpoint.isSecured() ? authorities() : null, insecure, console, command);
    }

    /**
     * The authorities that were typed, or null for those Java trusts.
     *
     * @throws Failure when their file cannot be used
     */
    public @Nullable Certificates authorities() {
        try {
            return authorities == null ? null : Certificates.authorities(authorities);
        } catch (TlsFileException e) {
            throw misconfigured(e.getMessage());
        }
    }

    /** True where servers are not checked. */
    public boolean insecure() {
        return insecure;
    }

    /**
     * The same where others say which servers to trust, and only what is shown to them is typed.
     *
     * @param trusted null for the authorities Java trusts
     * @param anyServer servers are not checked
     */
    public @Nullable SSLContext context(
            Endpoint endpoint, @Nullable Certificates trusted, boolean anyServer, Console console, String command) {
        if (!endpoint.isSecured()) {
            if (authorities != null || certificate != null || key.given() || insecure) {
                throw misconfigured(endpoint + " is not encrypted; --tls-... and --insecure require +tls or +mtls");
            }
            return null;
        }
        if (endpoint.security() == Security.MUTUAL_TLS && (certificate == null || key.key() == null)) {
            throw misconfigured(endpoint + " requires our certificate: --tls-cert FILE and --tls-key FILE");
        }
        try {
            Credentials ours = key.with(certificate);
            if (anyServer) {
                console.say("parley " + command + ": WARNING: --insecure: who answers at " + endpoint
                        + " is not checked; anybody on the way can read and change what is sent");
                return TlsContexts.insecureClient(ours);
            }
            return TlsContexts.client(trusted, ours);
        } catch (TlsFileException e) {
            throw misconfigured(e.getMessage());
        }
    }

    /** The options with the context for this endpoint; see {@link #context}. */
    public ClientOptions applied(ClientOptions options, Endpoint endpoint, Console console, String command) {
        SSLContext context = context(endpoint, console, command);
        return context == null ? options : options.withTls(context);
    }

    private static Failure misconfigured(@Nullable String problem) {
        return new Failure(ExitCode.BAD_CONFIGURATION, String.valueOf(problem));
    }
}
