package dev.parley.cli.shell;

import dev.parley.tls.Credentials;
import dev.parley.tls.TlsFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The private key of a certificate, whichever side shows it. */
public final class PrivateKeyOptions {
    @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key, PEM (PKCS#8, PKCS#1 or SEC1)")
    @Nullable
    Path key;

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "FILE",
            description = "whose first line is the password of an encrypted key")
    @Nullable
    Path passwordFile;

    /** True where one of them was typed. */
    public boolean given() {
        return key != null || passwordFile != null;
    }

    /** Null where none was typed. */
    public @Nullable Path key() {
        return key;
    }

    /** Null for a key that is not encrypted. */
    public @Nullable Path passwordFile() {
        return passwordFile;
    }

    /**
     * What a certificate and this key are together; null where neither was typed. Reads the files.
     *
     * @throws Failure when they require each other; see {@link #requireFitting}
     * @throws TlsFileException when a file cannot be used
     */
    public @Nullable Credentials with(@Nullable Path certificate) throws TlsFileException {
        requireFitting(certificate);
        return certificate == null || key == null ? null : Credentials.load(certificate, key, passwordFile);
    }

    /**
     * Looks at what was typed alone.
     *
     * @throws Failure when one of certificate and key is missing
     */
    public void requireFitting(@Nullable Path certificate) {
        if ((certificate == null) != (key == null) || (passwordFile != null && key == null)) {
            throw new Failure(ExitCode.BAD_CONFIGURATION, "--tls-cert and --tls-key require each other");
        }
    }
}
