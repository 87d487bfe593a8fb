package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.RunningServer;
import dev.parley.engine.TlsWire;
import dev.parley.testkit.ContractServers;
import dev.parley.tls.Credentials;
import dev.parley.tls.TlsContexts;
import dev.parley.tls.TlsFileException;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in the forms that OpenSSL wrote before PKCS#8, made by OpenSSL's own program, which is also the client they are served to. */
@Tag("slow")
class OpenSslKeysTest {
    private static final String RSA = "genrsa -traditional -out KEY 2048";
    private static final String P_256 = "ecparam -name prime256v1 -genkey -noout -out KEY";
    private static final String P_384_WITH_PARAMETERS = "ecparam -name secp384r1 -genkey -out KEY";
    private static final String P_521 = "ecparam -name secp521r1 -genkey -noout -out KEY";

    @TempDir
    Path folder;

    @BeforeAll
    static void requireOpenSsl() {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/openssl")))
                .as("openssl is not installed; .ci/run installs it")
                .isTrue();
    }

    private String openssl(String input, String words) throws IOException, InterruptedException {
        List<String> command = List.of(("/usr/bin/openssl " + words).split(" "));
        Process process = new ProcessBuilder(command.stream()
                        .map(word -> word.equals("KEY") || word.endsWith(".pem")
                                ? folder.resolve(word).toString()
                                : word)
                        .toList())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            byte[] out = process.getInputStream().readNBytes(input.length());
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(words + ": " + Files.readString(folder.resolve("err")))
                    .isZero();
            return new String(out, StandardCharsets.US_ASCII);
        } finally {
            process.destroyForcibly();
        }
    }

    private void make(String key) throws IOException, InterruptedException {
        openssl("", key);
        openssl(
                "",
                "req -x509 -key KEY -out cert.pem -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost");
    }

    private Credentials load() throws TlsFileException {
        return Credentials.load(folder.resolve("cert.pem"), folder.resolve("KEY"), null);
    }

    @ParameterizedTest
    @CsvSource({
        RSA + ", RSA PRIVATE KEY",
        P_256 + ", EC PRIVATE KEY",
        P_384_WITH_PARAMETERS + ", EC PARAMETERS",
        P_521 + ", EC PRIVATE KEY",
    })
    void aKeyInAnOldFormIsServed(String key, String label) throws Exception {
        make(key);
        assertThat(folder.resolve("KEY")).content().startsWith("-----BEGIN " + label + "-----\n");
        SSLContext context = TlsContexts.server(load(), null);
        try (RunningServer server = new SelectorEngine(1)
                .start(ContractServers.spec(
                                Transport.TCP,
                                Framings.LINE,
                                Limits.DEFAULT,
                                peer -> (request, reply) -> reply.send(request))
                        .withWires(TlsWire.of(new TlsServer(() -> context, false, false))))) {
            assertThat(openssl(
                            "hello\n",
                            "s_client -quiet -no_ign_eof -verify_return_error -verify_hostname localhost -CAfile cert.pem"
                                    + " -connect 127.0.0.1:"
                                    + server.endpoint().port()))
                    .isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        RSA + ", rsa -traditional, RSA",
        P_256 + ", ec, EC",
    })
    void anEncryptedKeyInAnOldFormIsRefusedWithTheWayOut(String key, String command, String kind) throws Exception {
        make(key);
        openssl("", command + " -aes256 -passout pass:secret -in KEY -out sealed.pem");
        assertThat(folder.resolve("sealed.pem")).content().contains("Proc-Type: 4,ENCRYPTED");
        Path sealed = folder.resolve("sealed.pem");

        assertThatExceptionOfType(TlsFileException.class)
                .isThrownBy(() -> Credentials.load(folder.resolve("cert.pem"), sealed, null))
                .withMessage(
                        sealed + ": the key is encrypted in an old form (" + kind + " PRIVATE KEY); convert it, and"
                                + " name the file with its password (--tls-key-password-file): openssl pkcs8 -topk8 -v2 aes256"
                                + " -in " + sealed + " -out NEW.pem");

        // And that is the way out.
        openssl("", "pkcs8 -topk8 -v2 aes256 -passin pass:secret -passout pass:secret -in sealed.pem -out new.pem");
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        assertThat(Credentials.load(folder.resolve("cert.pem"), folder.resolve("new.pem"), password)
                        .key()
                        .getAlgorithm())
                .isEqualTo(kind);
    }

    @Test
    void aCurveTheJdkDoesNotKnowIsNamedAsSuch() throws Exception {
        make("ecparam -name secp256k1 -genkey -noout -out KEY");

        assertThatExceptionOfType(TlsFileException.class)
                .isThrownBy(this::load)
                .withMessageEndingWith(
                        "holds a key that this Java cannot sign with; keys can be RSA, EC (P-256, P-384, P-521) or Ed25519");
    }

    @Test
    void anotherKeyOfTheKindDoesNotFit() throws Exception {
        make(RSA);
        openssl("", RSA);

        assertThatExceptionOfType(TlsFileException.class)
                .isThrownBy(this::load)
                .withMessageContaining("the key does not fit the certificate");
    }
}
