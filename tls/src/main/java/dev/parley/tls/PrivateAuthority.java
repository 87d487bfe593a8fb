package dev.parley.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A certificate authority for laboratories and tests. The JDK has no public interface to make certificates, but comes with a program that
 * does: keytool is run for each one, half a second at a time, on a key store in a directory of its own that {@link #close} removes.
 */
public final class PrivateAuthority implements AutoCloseable {
    private static final String AUTHORITY = "authority";
    /** Read by keytool from its environment, so that it is in no list of processes. */
    private static final String PASSWORD_VARIABLE = "PARLEY_KEYTOOL_PASSWORD";

    private final Path directory;
    private final Path store;
    private final String password;

    private PrivateAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
    }

    /**
     * Makes an authority with a key of its own; blocks.
     *
     * @throws IOException when keytool cannot be run
     */
    public static PrivateAuthority create(String name, int days) throws IOException {
        PrivateAuthority authority = new PrivateAuthority(Files.createTempDirectory("parley-tls"));
        authority.keytool(
                AUTHORITY,
                name,
                List.of(
                        "-validity",
                        String.valueOf(days),
                        "-ext",
                        "bc:critical=ca:true,pathlen:0",
                        "-ext",
                        "ku:critical=keyCertSign,cRLSign"));
        return authority;
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() throws IOException {
        return credentials(AUTHORITY).chain().getFirst();
    }

    /**
     * Issues a certificate for a server; blocks.
     *
     * @param hosts names and addresses, at least one
     */
    public Credentials server(List<String> hosts, int days) throws IOException {
        return issue(
                "CN=" + hosts.getFirst(),
                List.of(
                        "-signer",
                        AUTHORITY,
                        "-validity",
                        String.valueOf(days),
                        "-ext",
                        names(hosts),
                        "-ext",
                        "eku=serverAuth",
                        "-ext",
                        "ku:critical=digitalSignature"));
    }

    /** Issues a certificate for a client; blocks. */
    public Credentials client(String name, int days) throws IOException {
        return issue(
                "CN=" + name,
                List.of(
                        "-signer",
                        AUTHORITY,
                        "-validity",
                        String.valueOf(days),
                        "-ext",
                        "eku=clientAuth",
                        "-ext",
                        "ku:critical=digitalSignature"));
    }

    /**
     * Makes a key pair and its certificate as keytool's options say.
     *
     * @param options those of {@code keytool -genkeypair}, besides name, key and store
     */
    public Credentials issue(String name, List<String> options) throws IOException {
        String alias = "issued";
        keytool(alias, name, options);
        Credentials issued = credentials(alias);
        run(List.of("-delete", "-alias", alias));
        return issued;
    }

    /** {@code san=dns:localhost,ip:127.0.0.1}. */
    public static String names(List<String> hosts) {
        List<String> names = new ArrayList<>();
        for (String host : hosts) {
            boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
            names.add((address ? "ip:" : "dns:") + host);
        }
        return "san=" + String.join(",", names);
    }

    private void keytool(String alias, String name, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", name));
        if (!options.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        command.addAll(options);
        run(command);
    }

    private void run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of(
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD_VARIABLE,
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1"));
        ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
        keytool.environment().put(PASSWORD_VARIABLE, password);
        Process process = keytool.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        "keytool failed: " + said.strip().lines().findFirst().orElse("without a word"));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private Credentials credentials(String alias) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password.toCharArray());
            Key key = keys.getKey(alias, password.toCharArray());
            Certificate[] chain = Objects.requireNonNull(keys.getCertificateChain(alias));
            return new Credentials(
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList(), (PrivateKey) key);
        } catch (GeneralSecurityException e) {
            throw new IOException("what keytool made cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(store);
        Files.delete(directory);
    }
}
