package dev.parley.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An authority's certificate, and the certificates and keys of a server and a client, as PEM files in one folder. */
public record LaboratoryFiles(Path folder) {
    /** What a server of this machine is called. */
    public static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

    private static final List<String> ALL = List.of("ca.pem", "server.pem", "server.key", "client.pem", "client.key");

    /**
     * Makes them, each for so many days; runs keytool for two seconds or more. The authority's own key is thrown away.
     *
     * @param folder made if it is not there
     * @param hosts names and addresses of the server, at least one
     * @throws FileAlreadyExistsException when one of them is there already; then nothing is made
     */
    public static LaboratoryFiles make(Path folder, List<String> hosts, int days) throws IOException {
        Files.createDirectories(folder);
        LaboratoryFiles files = new LaboratoryFiles(folder);
        for (String name : ALL) {
            if (Files.exists(files.path(name))) {
                throw new FileAlreadyExistsException(files.path(name).toString());
            }
        }
        try (PrivateAuthority authority = PrivateAuthority.create("CN=Parley laboratory", days)) {
            files.write("server", authority.server(hosts, days));
            files.write("client", authority.client("parley-client", days));
            files.write("ca.pem", PemText.of(List.of(authority.certificate())), "rw-r--r--");
        }
        return files;
    }

    /** Of one of them, by its name. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** Deletes those that are there, and the folder. */
    public void delete() throws IOException {
        for (String name : ALL) {
            Files.deleteIfExists(path(name));
        }
        Files.deleteIfExists(folder);
    }

    private void write(String name, Credentials credentials) throws IOException {
        write(name + ".key", PemText.of(credentials.key()), "rw-------");
        write(name + ".pem", PemText.of(credentials.chain()), "rw-r--r--");
    }

    /** Made with its permissions, so that a key can be read by others at no moment. */
    private void write(String name, String text, String permissions) throws IOException {
        Set<StandardOpenOption> asNew = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(
                path(name),
                asNew,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            out.write(StandardCharsets.US_ASCII.encode(text));
        }
    }
}
