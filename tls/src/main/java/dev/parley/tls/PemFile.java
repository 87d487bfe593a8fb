package dev.parley.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in a PEM file (RFC 7468): labelled blocks of base64, with any text between them.
 *
 * <pre>
 *   -----BEGIN CERTIFICATE-----
 *   MIIB...
 *   -----END CERTIFICATE-----
 * </pre>
 */
record PemFile(Path file, List<Block> blocks) {
    /** Certificates and keys are a few kilobytes; a bundle of all authorities of the world is 230. */
    private static final long LONGEST_BYTES = 4L << 20;

    /** Label, headers (RFC 1421), base64. */
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----((?:\\s*[A-Za-z-]+:[^\n]*\n){0,9})([^-]*)-----END \\1-----");

    /**
     * One of its blocks.
     *
     * @param encrypted as OpenSSL did before PKCS#8, which is what headers are for
     * @param der decoded
     */
    record Block(String label, boolean encrypted, byte[] der) {}

    static PemFile read(Path file) throws TlsFileException {
        return of(file, text(file));
    }

    /** @param file named in messages */
    static PemFile of(Path file, String text) throws TlsFileException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(
                        matcher.group(1),
                        matcher.group(2).contains("ENCRYPTED"),
                        Base64.getMimeDecoder().decode(matcher.group(3))));
            } catch (IllegalArgumentException e) {
                throw new TlsFileException(file, "a block of it is damaged: it is not base64");
            }
        }
        if (blocks.isEmpty()) {
            throw new TlsFileException(
                    file,
                    "is not PEM, text with -----BEGIN ...-----; convert it with 'openssl x509 -inform der' or 'openssl"
                            + " pkcs12 -nodes'");
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    static String text(Path file) throws TlsFileException {
        try {
            if (Files.isDirectory(file)) {
                throw new TlsFileException(file, "is a directory, not a file");
            }
            if (Files.size(file) > LONGEST_BYTES) {
                throw new TlsFileException(file, "is larger than any file of certificates");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsFileException(file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new TlsFileException(
                    file, "no permission to read it; it must be readable by the user that runs this");
        } catch (IOException e) {
            throw new TlsFileException(file, "cannot be read: " + e.getMessage());
        }
    }

    /** The way back: a block as text. */
    static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
