package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.EncryptedKey;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.TlsFiles;
import dev.parley.tls.PemText;
import dev.parley.tls.PrivateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise T1: bad TLS settings never mean plaintext. */
class PromiseT1Test {
    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException, GeneralSecurityException {
        TlsFiles files = TlsFiles.in(folder);
        try (PrivateAuthority authority = PrivateAuthority.create("CN=Other", 10)) {
            files.write("expired", authority.issue("CN=old", List.of("-startdate", "-40d", "-validity", "30")));
            files.write("future", authority.issue("CN=new", List.of("-startdate", "+2d", "-validity", "30")));
            files.write("rsa", authority.issue("CN=rsa", List.of("-keyalg", "RSA", "-keysize", "2048")));
            chain("strange", "server.pem", PemText.of(List.of(authority.certificate())));
        }
        chain("twice", "server.pem", Files.readString(folder.resolve("server.pem")));
        chain("twice-rsa", "rsa.pem", Files.readString(folder.resolve("rsa.pem")));
        Files.writeString(folder.resolve("nothing.pem"), "no PEM at all\n");
        Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        oldKey("damaged", "RSA", "");
        oldKey("cut", "EC", "");
        oldKey("dsa", "DSA", "");
        oldKey(
                "old-encrypted",
                "RSA",
                "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n");
        Files.writeString(folder.resolve("right"), "correct horse\n");
        Files.writeString(folder.resolve("wrong"), "battery staple\n");
        Files.writeString(folder.resolve("encrypted.key"), EncryptedKey.pem("correct horse"));
        Files.createDirectory(folder.resolve("directory"));
    }

    private static void chain(String name, String first, String next) throws IOException {
        Files.writeString(folder.resolve(name + ".pem"), Files.readString(folder.resolve(first)) + next);
    }

    private static void oldKey(String name, String kind, String headers) throws IOException {
        String label = kind + " PRIVATE KEY-----\n";
        Files.writeString(folder.resolve(name + ".key"), "-----BEGIN " + label + headers + "AAAA\n-----END " + label);
    }

    private static void isRefused(List<String> words, String... texts) {
        Transcript transcript = Transcript.of(words.toArray(String[]::new)).exits(ExitCode.BAD_CONFIGURATION);
        assertThat(transcript.out()).as("nothing is served").isEmpty();
        assertThat(transcript.err().lines()).as(transcript.err()).hasSize(1);
        assertThat(transcript.err()).contains(texts);
    }

    private static List<String> serve(String endpoint, String... options) {
        List<String> words = new ArrayList<>(List.of("serve", endpoint));
        for (String option : options) {
            words.add(option.startsWith("-") ? option : folder.resolve(option).toString());
        }
        return words;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.pem | server.key | missing.pem: there is no such file",
                "directory | server.key | directory: is a directory",
                "nothing.pem | server.key | nothing.pem: is not PEM",
                "damaged.pem | server.key | damaged.pem: holds a certificate that is damaged",
                "server.key | server.key | server.key: holds no certificate",
                "expired.pem | expired.key | expired.pem: the certificate expired on 20",
                "future.pem | future.key | future.pem: the certificate is valid only from",
                "twice.pem | server.key | twice.pem: the certificates are not in order",
                "strange.pem | server.key | strange.pem: the certificates are not in order",
                "twice-rsa.pem | rsa.key | twice-rsa.pem: holds the same certificate twice",
                "server.pem | missing.key | missing.key: there is no such file",
                "server.pem | nothing.pem | nothing.pem: is not PEM",
                "server.pem | server.pem | server.pem: holds no private key",
                "server.pem | client.key | client.key: the key does not fit the certificate",
                "server.pem | rsa.key | rsa.key: the key does not fit the certificate",
                "server.pem | damaged.key | damaged.key: holds a damaged key",
                "server.pem | cut.key | cut.key: holds an EC key that is damaged",
                "server.pem | dsa.key | dsa.key: holds a DSA key",
                "server.pem | old-encrypted.key | openssl pkcs8 -topk8 -v2 aes256 -in",
                "server.pem | encrypted.key | --tls-key-password-file",
            })
    void filesThatCannotBeUsedAreRefused(String certificate, String key, String text) {
        isRefused(serve("reverse+tls://:0", "--tls-cert", certificate, "--tls-key", key), text);
    }

    @Test
    void aWrongPasswordIsRefused() {
        List<String> words = serve(
                "reverse+tls://:0",
                "--tls-cert",
                "server.pem",
                "--tls-key",
                "encrypted.key",
                "--tls-key-password-file",
                "wrong");
        isRefused(words, "encrypted.key: the password in", "does not open the key");
        assertThat(Transcript.of(words.toArray(String[]::new)).err()).doesNotContain("battery");
    }

    @Test
    void settingsThatAreNotWholeAreRefused() {
        isRefused(serve("reverse+tls://:0"), "reverse+tls", "requires --tls-cert", "parley tls init");
        isRefused(serve("reverse+tls://:0", "--tls-cert", "server.pem"), "requires --tls-key");
        isRefused(
                serve("reverse+mtls://:0", "--tls-cert", "server.pem", "--tls-key", "server.key"), "requires --tls-ca");
        isRefused(
                serve(
                        "reverse+mtls://:0",
                        "--tls-cert",
                        "server.pem",
                        "--tls-key",
                        "server.key",
                        "--tls-ca",
                        "missing"),
                "missing: there is no such file");
        isRefused(
                serve("reverse+tls://:0", "--tls-cert", "server.pem", "--tls-key", "server.key", "--tls-ca", "ca.pem"),
                "--tls-ca is for clients that show a certificate");
        isRefused(
                serve("reverse://:0", "--tls-cert", "server.pem", "--tls-key", "server.key"),
                "no endpoint is encrypted");
    }

    @Test
    void oneBadCertificateKeepsAllEndpointsClosed() throws IOException {
        Path config = folder.resolve("parley.toml");
        Files.writeString(config, """
                [[endpoint]]
                address = "reverse://127.0.0.1:0"

                [[endpoint]]
                address = "reverse+tls://127.0.0.1:0"
                tls-cert = "%s"
                tls-key = "%s"
                """.formatted(folder.resolve("expired.pem"), folder.resolve("expired.key")));
        isRefused(List.of("serve", "--config", config.toString()), "the certificate expired on");
    }

    @Test
    void theRightPasswordOpensTheKey() throws Exception {
        dev.parley.tls.Credentials.load(
                folder.resolve("server.pem"), folder.resolve("encrypted.key"), folder.resolve("right"));
    }
}
