package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs etcd, Patroni and PostgreSQL, which refuses to be run by root: whoever runs Parley, or the user that the package of PostgreSQL
 * has made.
 *
 * @param user empty for whoever runs Parley
 */
record Account(String user, String group) {
    /** Whoever runs Parley. */
    static final Account OWN = new Account("", "");

    private static final List<Account> FOR_ROOT =
            List.of(new Account("postgres", "postgres"), new Account("nobody", "nogroup"));

    /** The one to use here. */
    static Account choose() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return OWN;
        }
        for (Account account : FOR_ROOT) {
            if (account.exists()) {
                return account;
            }
        }
        throw new Failure(
                ExitCode.BAD_CONFIGURATION,
                "PostgreSQL refuses to be run by root, and there is no user 'postgres'; run parley as another user");
    }

    private boolean exists() throws IOException {
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            lookup.lookupPrincipalByName(user);
            lookup.lookupPrincipalByGroupName(group);
            return true;
        } catch (UserPrincipalNotFoundException _) {
            return false;
        }
    }

    boolean isOwn() {
        return user.isEmpty();
    }

    /** Gives it a file or folder. */
    void own(Path path) throws IOException {
        if (!isOwn()) {
            Files.setOwner(
                    path,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    /** The command that does this as that user, as the same process. */
    List<String> running(List<String> command) {
        List<String> words = new ArrayList<>();
        if (!isOwn()) {
            words.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--init-groups"));
        }
        words.addAll(command);
        return words;
    }

    /**
     * Makes sure that it gets to a folder.
     *
     * @throws Failure when a folder above is closed to it
     */
    void requireAccess(Path directory) throws IOException {
        if (!isOwn()
                && OneCommand.run(running(List.of("test", "-x", directory.toString())))
                                .exitCode()
                        != 0) {
            throw new Failure(
                    ExitCode.NO_PERMISSION,
                    "PostgreSQL refuses to be run by root, and the user '" + user + "' cannot get to " + directory
                            + "; choose a folder where it can, such as /var/tmp/lab, or run parley as another user");
        }
    }
}
