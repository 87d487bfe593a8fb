package dev.parley.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The certificates of a PEM file, in its order. */
public record Certificates(Path file, List<X509Certificate> all) {
    /**
     * Reads certificates to trust: those of authorities, or of single servers.
     *
     * @throws TlsFileException when there are none, or all have expired
     */
    public static Certificates authorities(Path file) throws TlsFileException {
        Certificates read = read(file);
        Instant now = Instant.now();
        if (read.all.stream().allMatch(one -> one.getNotAfter().toInstant().isBefore(now))) {
            throw new TlsFileException(
                    file,
                    "expired on " + day(read.all.getFirst().getNotAfter().toInstant())
                            + "; fetch the authority's present certificate");
        }
        return read;
    }

    /**
     * Reads certificates to trust from a text.
     *
     * @param named where they come from, for messages
     * @throws TlsFileException when there are none
     */
    public static Certificates ofText(Path named, String pem) throws TlsFileException {
        return of(PemFile.of(named, pem));
    }

    static Certificates read(Path file) throws TlsFileException {
        return of(PemFile.read(file));
    }

    private static Certificates of(PemFile pem) throws TlsFileException {
        Path file = pem.file();
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : pem.blocks()) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(file, block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsFileException(file, "holds no certificate, only other PEM blocks");
        }
        return new Certificates(file, List.copyOf(certificates));
    }

    private static X509Certificate certificate(Path file, byte[] der) throws TlsFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsFileException(file, "holds a certificate that is damaged");
        }
    }

    /** Refuses a certificate of our own that no peer would accept now. */
    void requireValid(Instant now) throws TlsFileException {
        X509Certificate first = all.getFirst();
        if (first.getNotAfter().toInstant().isBefore(now)) {
            throw new TlsFileException(
                    file,
                    "the certificate expired on " + day(first.getNotAfter().toInstant()) + "; renew it");
        }
        if (first.getNotBefore().toInstant().isAfter(now)) {
            throw new TlsFileException(
                    file,
                    "the certificate is valid only from " + first.getNotBefore().toInstant()
                            + " on; is this machine's clock right?");
        }
    }

    /** Refuses a chain of our own that peers could not follow, which Java does not take for a key either. */
    void requireChain() throws TlsFileException {
        for (int i = 1; i < all.size(); i++) {
            X509Certificate before = all.get(i - 1);
            if (!before.getIssuerX500Principal().equals(all.get(i).getSubjectX500Principal())) {
                throw new TlsFileException(
                        file,
                        "the certificates are not in order, number " + (i + 1) + " is not of the issuer of number " + i
                                + "; the key's own must be first, then those between it and its authority,"
                                + " each behind the one that it issued");
            }
        }
        if (Set.copyOf(all).size() < all.size()) {
            throw new TlsFileException(file, "holds the same certificate twice; each must be there once");
        }
    }

    static String day(Instant time) {
        return time.toString().substring(0, 10);
    }
}
