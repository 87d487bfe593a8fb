package dev.parley.cli.serve;

import dev.parley.admin.AccessToken;
import dev.parley.cli.control.TokenFile;
import dev.parley.cli.shell.Failure;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The token of those who may control a server at its admin address. Its file can be read again, so that a token that has leaked is of no more use. Any thread. */
final class AdminToken implements Supplier<AccessToken> {
    private static final System.Logger LOG = System.getLogger("dev.parley.serve");

    private final Path file;
    private volatile AccessToken token;

    /** @throws Failure when the file cannot be used; exit code 78 */
    AdminToken(Path file) {
        this.file = file;
        this.token = TokenFile.read(file);
    }

    /** The one in force. */
    @Override
    public AccessToken get() {
        return token;
    }

    /** Has the file's token in force; one that cannot be used changes nothing. */
    Reload.Outcome readAgain() {
        try {
            token = TokenFile.read(file);
            String text = "the token is read again";
            LOG.log(System.Logger.Level.INFO, text);
            return new Reload.Outcome(true, text);
        } catch (Failure e) {
            String text = "the token stays as it was: " + e.getMessage();
            LOG.log(System.Logger.Level.WARNING, text);
            return new Reload.Outcome(false, text);
        }
    }
}
