package dev.parley.testkit;

import dev.parley.tls.Credentials;
import dev.parley.tls.PemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates of tests as the files a user has. */
public record TlsFiles(Path folder) {
    /** Writes {@code ca.pem}, {@code server.pem}, {@code server.key}, {@code client.pem} and {@code client.key}. */
    public static TlsFiles in(Path folder) throws IOException {
        TestCertificates certificates = TestCertificates.get();
        TlsFiles files = new TlsFiles(folder);
        Files.writeString(folder.resolve("ca.pem"), PemText.of(List.of(certificates.authority())));
        files.write("server", certificates.server());
        files.write("client", certificates.client());
        return files;
    }

    /** Writes {@code NAME.pem} and {@code NAME.key}. */
    public void write(String name, Credentials credentials) throws IOException {
        Files.writeString(folder.resolve(name + ".pem"), PemText.of(credentials.chain()));
        Files.writeString(folder.resolve(name + ".key"), PemText.of(credentials.key()));
    }

    /** A file's path, as it is typed. */
    public String path(String file) {
        return folder.resolve(file).toString();
    }
}
