package dev.parley.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate, key and trusted authorities as they are in their files, read anew while the server runs: a connection made
 * later uses the new ones, those open keep theirs. Files that cannot be used change nothing. {@link #get} is for any thread, the rest for
 * one.
 */
public final class ServerCertificates implements Supplier<SSLContext> {
    private final PemFiles files;
    private volatile SSLContext context;
    /** What the files looked like when they were last read, used or not. */
    private List<String> read;
    /** What they looked like at the last look. */
    private List<String> seen;

    /**
     * Where they are.
     *
     * @param passwordFile null for a key that is not encrypted
     * @param clientAuthorities null where clients show no certificate
     */
    public record PemFiles(
            Path certificate,
            Path key,
            @Nullable Path passwordFile,
            @Nullable Path clientAuthorities) {
        private SSLContext load() throws TlsFileException {
            Credentials credentials = Credentials.load(certificate, key, passwordFile);
            return TlsContexts.server(
                    credentials, clientAuthorities == null ? null : Certificates.authorities(clientAuthorities));
        }

        private List<String> look() {
            List<String> looks = new ArrayList<>();
            for (Path file : new Path[] {certificate, key, passwordFile, clientAuthorities}) {
                if (file != null) {
                    looks.add(look(file));
                }
            }
            return looks;
        }

        private static String look(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.lastModifiedTime() + " " + attributes.size() + " "
                        + Objects.toString(attributes.fileKey());
            } catch (IOException e) {
                return "cannot be read";
            }
        }
    }

    private ServerCertificates(PemFiles files, List<String> read, SSLContext context) {
        this.files = files;
        this.read = read;
        this.seen = read;
        this.context = context;
    }

    /**
     * Reads them for the first time.
     *
     * @throws TlsFileException when one of the files cannot be used
     */
    public static ServerCertificates load(PemFiles files) throws TlsFileException {
        List<String> looks = files.look();
        return new ServerCertificates(files, looks, files.load());
    }

    /** For a new connection. */
    @Override
    public SSLContext get() {
        return context;
    }

    /**
     * Reads the files again.
     *
     * @throws TlsFileException when one of them cannot be used; then all stays as it was
     */
    public void reload() throws TlsFileException {
        read = files.look();
        seen = read;
        context = files.load();
    }

    /**
     * Reads the files again if they have changed, and have not since the last look, so that a half-written file, or one of two, is not
     * read. To be called again and again, a while apart.
     *
     * @return true when they were read and are used
     * @throws TlsFileException when one of them cannot be used; then all stays as it was, and they are not read again until they change
     */
    public boolean reloadIfChanged() throws TlsFileException {
        List<String> now = files.look();
        boolean settled = now.equals(seen);
        seen = now;
        if (now.equals(read) || !settled) {
            return false;
        }
        reload();
        return true;
    }

    /** The file with the certificate, which names it in messages. */
    public Path certificate() {
        return files.certificate;
    }
}
