package dev.parley.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What one side shows and proves: its certificate, those between it and its authority, and the private key.
 *
 * @param chain its own certificate first
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key) {
    private static final String[] KEY_KINDS = {"EC", "RSA", "EdDSA", "RSASSA-PSS"};
    private static final String KINDS = "keys can be RSA, EC (P-256, P-384, P-521) or Ed25519";
    private static final byte[] PROBE = "does this key fit this certificate?".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads a certificate and its key from PEM files, and makes sure that they can be used now. Blocks for the files.
     *
     * @param key PKCS#8, encrypted or not, or PKCS#1 or SEC1, not encrypted
     * @param passwordFile its first line is the key's password; null when the key is not encrypted
     * @throws TlsFileException when one is missing, damaged, expired, not valid yet, or does not fit the other, or
     *     the certificates are not in order
     */
    public static Credentials load(Path certificate, Path key, @Nullable Path passwordFile) throws TlsFileException {
        Certificates certificates = Certificates.read(certificate);
        certificates.requireValid(Instant.now());
        PublicKey certified = certificates.all().getFirst().getPublicKey();
        PrivateKey read = key(key, passwordFile, certified);
        if (!fits(read, signed(key, read), certified)) {
            throw new TlsFileException(
                    key,
                    "the key does not fit the certificate in " + certificate
                            + "; the first certificate there must be the key's own");
        }
        certificates.requireChain();
        return new Credentials(certificates.all(), read);
    }

    private static PrivateKey key(Path file, @Nullable Path passwordFile, PublicKey certified) throws TlsFileException {
        for (PemFile.Block block : PemFile.read(file).blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return plain(file, block.der());
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    if (passwordFile == null) {
                        throw new TlsFileException(
                                file, "the key is encrypted; name the file with its password: --tls-key-password-file");
                    }
                    return plain(file, decrypted(file, block.der(), passwordFile));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return traditional(file, block, certified);
                }
                case "DSA PRIVATE KEY" ->
                    throw new TlsFileException(file, "holds a DSA key, which TLS no longer uses; " + KINDS);
                default -> {
                    // Certificates or parameters may stand in the same file.
                }
            }
        }
        throw new TlsFileException(file, "holds no private key, only other PEM blocks");
    }

    private static PrivateKey traditional(Path file, PemFile.Block block, PublicKey certified) throws TlsFileException {
        if (block.encrypted()) {
            throw new TlsFileException(
                    file,
                    "the key is encrypted in an old form (" + block.label()
                            + "); convert it, and name the file with its"
                            + " password (--tls-key-password-file): openssl pkcs8 -topk8 -v2 aes256 -in " + file
                            + " -out NEW.pem");
        }
        if (block.label().startsWith("RSA")) {
            return plain(file, TraditionalKey.rsa(block.der()));
        }
        byte[] pkcs8 = TraditionalKey.ec(block.der(), certified);
        if (pkcs8 == null) {
            throw new TlsFileException(file, "holds an EC key that is damaged, or does not name its curve");
        }
        return plain(file, pkcs8);
    }

    private static PrivateKey plain(Path file, byte[] der) throws TlsFileException {
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException _) {
                // Of another kind, or of none: the next one shows it.
            }
        }
        throw new TlsFileException(file, "holds a damaged key, or one of another kind or curve; " + KINDS);
    }

    private static byte[] decrypted(Path file, byte[] der, Path passwordFile) throws TlsFileException {
        char[] password =
                PemFile.text(passwordFile).lines().findFirst().orElse("").toCharArray();
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            String algorithm = encrypted.getAlgParameters() == null
                    ? encrypted.getAlgName()
                    : encrypted.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher).getEncoded();
        } catch (IOException e) {
            throw new TlsFileException(file, "holds an encrypted key that is damaged");
        } catch (NoSuchAlgorithmException e) {
            throw new TlsFileException(
                    file,
                    "the key is encrypted in a way that is not known here; encrypt it anew: openssl pkcs8 -topk8 -v2"
                            + " aes256 -in " + file + " -out NEW.pem");
        } catch (GeneralSecurityException e) {
            throw new TlsFileException(file, "the password in " + passwordFile + " does not open the key");
        } finally {
            spec.clearPassword();
            Arrays.fill(password, '\0');
        }
    }

    private static byte[] signed(Path file, PrivateKey key) throws TlsFileException {
        try {
            Signature signature = signature(key);
            signature.initSign(key);
            signature.update(PROBE);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new TlsFileException(file, "holds a key that this Java cannot sign with; " + KINDS);
        }
    }

    private static boolean fits(PrivateKey key, byte[] signed, PublicKey certified) {
        try {
            Signature signature = signature(key);
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) { // keys of two kinds
            return false;
        }
    }

    private static Signature signature(PrivateKey key) throws NoSuchAlgorithmException {
        return Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
    }

    /** Holds a private key. */
    @Override
    public String toString() {
        return "credentials of " + chain.getFirst().getSubjectX500Principal();
    }
}
