package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The passwords of the roles of a laboratory's database. They stand in one file, {@code pgpass}, from where clients read them; what is
 * started gets them in its environment, never on its command line.
 *
 * @param ofRole by the name of the role
 */
record Passwords(Map<String, String> ofRole) {
    static final String SUPERUSER = "postgres";
    static final String REPLICATION = "replicator";
    static final String QUEUE = "parley";

    private static final int BYTES = 16;
    private static final int FIELDS = 5;

    /** New ones. */
    static Passwords random() {
        SecureRandom random = new SecureRandom();
        Map<String, String> ofRole = new LinkedHashMap<>();
        for (String role : new String[] {SUPERUSER, REPLICATION, QUEUE}) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            ofRole.put(role, HexFormat.of().formatHex(bytes)); // nothing that needs to be quoted anywhere
        }
        return new Passwords(ofRole);
    }

    /**
     * Those of a file: {@code host:port:database:role:password} in each line.
     *
     * @throws Failure when one is missing
     */
    static Passwords read(Path file) throws IOException {
        Map<String, String> ofRole = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(":", FIELDS);
            if (fields.length == FIELDS && !line.startsWith("#")) {
                ofRole.put(fields[FIELDS - 2], fields[FIELDS - 1]);
            }
        }
        Passwords passwords = new Passwords(ofRole);
        for (String role : new String[] {SUPERUSER, REPLICATION, QUEUE}) {
            if (!ofRole.containsKey(role)) {
                throw new Failure(ExitCode.BAD_CONFIGURATION, file + " has no password of the role '" + role + "'");
            }
        }
        return passwords;
    }

    /** Of one of the three roles. */
    String of(String role) {
        return ofRole.getOrDefault(role, "");
    }

    /** Never the passwords. */
    @Override
    public String toString() {
        return "passwords of " + ofRole.keySet();
    }
}
