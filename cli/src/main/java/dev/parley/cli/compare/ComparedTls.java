package dev.parley.cli.compare;

import dev.parley.core.Endpoint;
import dev.parley.core.Security;
import dev.parley.tls.Certificates;
import dev.parley.tls.Credentials;
import dev.parley.tls.LaboratoryFiles;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** TLS of one comparison: certificates of a laboratory of its own, unless the servers were given one, until it is closed. */
final class ComparedTls implements AutoCloseable {
    /** A comparison takes hours at most; what is left behind by one that was killed is of no use a day later. */
    private static final int DAYS = 1;

    private final Security started;
    private final List<Endpoint> running;
    private final List<String> serveOptions;
    private final @Nullable LaboratoryFiles laboratory;
    private final @Nullable SSLContext given;
    private @Nullable SSLContext ofLaboratory;

    private ComparedTls(
            CompareTlsOptions options, Security started, List<Endpoint> running, @Nullable LaboratoryFiles laboratory) {
        this.started = started;
        this.running = running;
        this.laboratory = laboratory;
        this.serveOptions = laboratory == null ? options.serveOptions() : serveOptions(laboratory, started);
        boolean asked = started != Security.NONE || running.stream().anyMatch(Endpoint::isSecured);
        this.given = asked ? options.context() : null;
    }

    /**
     * Of a comparison; makes an empty folder at most.
     *
     * @param service what is served
     * @param running servers that run already
     */
    static ComparedTls of(CompareTlsOptions options, Endpoint service, List<Endpoint> running) throws IOException {
        options.check(service, running);
        boolean own = service.isSecured() && options.certificate == null;
        LaboratoryFiles laboratory = own ? new LaboratoryFiles(Files.createTempDirectory("parley-compare-tls")) : null;
        return new ComparedTls(options, service.security(), running, laboratory);
    }

    private static List<String> serveOptions(LaboratoryFiles laboratory, Security security) {
        List<String> words = new ArrayList<>(List.of("--tls-cert", text(laboratory, "server.pem")));
        words.addAll(List.of("--tls-key", text(laboratory, "server.key")));
        if (security == Security.MUTUAL_TLS) {
            words.addAll(List.of("--tls-ca", text(laboratory, "ca.pem")));
        }
        return words;
    }

    private static String text(LaboratoryFiles laboratory, String file) {
        return laboratory.path(file).toString();
    }

    /** Of {@code parley serve}; the files are there after {@link #begin}. */
    List<String> serveOptions() {
        return serveOptions;
    }

    /** Makes the certificates, if they are the comparison's own; takes seconds. */
    void begin() throws IOException {
        if (laboratory == null) {
            return;
        }
        LaboratoryFiles.make(laboratory.folder(), LaboratoryFiles.THIS_MACHINE, DAYS);
        try {
            Path authority = laboratory.path("ca.pem");
            Credentials client = started == Security.MUTUAL_TLS
                    ? Credentials.load(laboratory.path("client.pem"), laboratory.path("client.key"), null)
                    : null;
            ofLaboratory = TlsContexts.client(Certificates.authorities(authority), client);
        } catch (TlsFileException e) {
            throw new IOException("a certificate that was just made cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whom a client of this server trusts; null without TLS. */
    @Nullable
    SSLContext context(Endpoint server) {
        if (!server.isSecured()) {
            return null;
        }
        return laboratory == null || running.contains(server) ? given : ofLaboratory;
    }

    @Override
    public void close() throws IOException {
        if (laboratory != null) {
            laboratory.delete();
        }
    }
}
