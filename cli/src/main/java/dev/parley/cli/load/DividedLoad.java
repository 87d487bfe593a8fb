package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.Version;
import dev.parley.core.HostPort;
import dev.parley.core.Security;
import dev.parley.join.Coordinator;
import dev.parley.join.TrustSettings;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.load.Share;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A load that this process divides among itself and others, which join it. */
final class DividedLoad {
    private final Console console;
    private final JoinOptions options;
    private final TrustSettings trust;
    private final int generators;
    private final boolean quiet;

    /** Follows a run until it is over. */
    interface Follower {
        void follow(LoadRun run, Consumer<String> stop) throws InterruptedException;
    }

    DividedLoad(Console console, JoinOptions options, TrustSettings trust, int generators, boolean quiet) {
        this.console = console;
        this.options = options;
        this.trust = trust;
        this.generators = generators;
        this.quiet = quiet;
    }

    /**
     * The result of all of them; waits until they are there.
     *
     * @param follower of this process's own part
     */
    LoadResult run(LoadSpec spec, Environment environment, Follower follower) throws IOException, InterruptedException {
        LoadSpec whole = Share.whole(spec, generators);
        LoadRun.check(whole);
        InetSocketAddress address = options.listenAddress();
        try (Coordinator coordinator = Coordinator.listen(address, whole, generators, Version.text())) {
            console.say("waiting for " + (generators - 1) + " more: parley load --join "
                    + new HostPort(address.getHostString(), coordinator.port())
                    + (whole.endpoint().security() == Security.MUTUAL_TLS ? " --tls-cert FILE --tls-key FILE" : ""));
            try {
                coordinator.awaitOthers(options.timeout(), trust);
                return run(coordinator, whole, environment, follower);
            } catch (IOException | RuntimeException e) {
                coordinator.fail(Failures.line(e));
                throw e;
            }
        }
    }

    private LoadResult run(Coordinator coordinator, LoadSpec whole, Environment environment, Follower follower)
            throws IOException, InterruptedException {
        if (!quiet) {
            console.say("all " + generators + " generators are there; the progress is that of this one's part");
        }
        try (LoadRun run = LoadRun.start(whole, null, coordinator.share(), coordinator)) {
            coordinator.whenStopped(run::stop);
            follower.follow(run, coordinator::stop);
            LoadResult own = run.result(environment);
            return coordinator.result(own, run.intervals());
        }
    }
}
