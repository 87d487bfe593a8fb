package dev.parley.cli.load;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.join.TrustSettings;
import dev.parley.load.LoadSpec;
import dev.parley.tls.Certificates;
import dev.parley.tls.PemText;
import dev.parley.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A load on TLS. */
final class SecuredLoad {
    private SecuredLoad() {}

    /**
     * The same load on TLS, where its endpoint has it. Connects to each server once, so that a server that is not to be trusted ends it in one line
     * instead of refusing its connections one by one; blocks.
     *
     * @throws dev.parley.cli.shell.Failure when the options do not fit the endpoint, or a file cannot be used
     * @throws dev.parley.client.CannotConnectException when the server is not there, or not trusted
     */
    static LoadSpec of(LoadSpec spec, ClientTlsOptions tls, Console console) throws IOException {
        SSLContext context = tls.context(spec.endpoint(), console, "load");
        if (context == null) {
            return spec;
        }
        return tried(spec.withTls(context));
    }

    /** The same with what the coordinator of several load generators trusts. */
    static LoadSpec of(LoadSpec spec, TrustSettings trust, ClientTlsOptions tls, Console console) throws IOException {
        SSLContext context = tls.context(spec.endpoint(), certificates(trust), trust.insecure(), console, "load");
        return context == null ? spec : tried(spec.withTls(context));
    }

    private static LoadSpec tried(LoadSpec spec) throws IOException {
        ClientOptions options =
                ClientOptions.DEFAULT.withTimeout(spec.replyTimeout()).withTls(Objects.requireNonNull(spec.tls()));
        for (Endpoint server : spec.servers()) {
            Client.connect(server, spec.protocol(), options).close();
        }
        return spec;
    }

    /** For the other load generators. */
    static TrustSettings trust(ClientTlsOptions tls) {
        Certificates authorities = tls.authorities();
        return new TrustSettings(authorities == null ? "" : PemText.of(authorities.all()), tls.insecure());
    }

    private static @Nullable Certificates certificates(TrustSettings trust) {
        try {
            return trust.authorities().isEmpty()
                    ? null
                    : Certificates.ofText(Path.of("the coordinator's --tls-ca"), trust.authorities());
        } catch (TlsFileException e) {
            throw new Failure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()));
        }
    }
}
