package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Session;
import dev.parley.core.SessionFactory;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.ContractService;
import dev.parley.testkit.ConversationLog;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that throws where nobody expects it to, as one does for which there is no memory: the server and its other clients go on. */
class FaultOfASessionTest {
    private final AtomicBoolean faulty = new AtomicBoolean(true);
    private final ConversationLog log = new ConversationLog();

    private ServerSpec spec(Limits limits) {
        return ContractServers.spec(Transport.TCP, Framings.LEN8, limits, peer -> new ContractService())
                .withListener(log);
    }

    /** Sessions of which the first throws when this is asked of it, or each does. */
    private SessionFactory failingIn(String method, boolean each, SessionFactory sessions) {
        return failingIn(method, each, sessions, () -> new IllegalStateException("a fault of the test"));
    }

    private SessionFactory failingIn(
            String method, boolean each, SessionFactory sessions, Supplier<RuntimeException> failure) {
        AtomicBoolean first = new AtomicBoolean(true);
        return (peer, host) -> {
            Session session = sessions.open(peer, host);
            boolean fails = first.getAndSet(false) || each;
            return (Session) Proxy.newProxyInstance(
                    Session.class.getClassLoader(), new Class<?>[] {Session.class}, (_, called, arguments) -> {
                        if (fails && faulty.get() && called.getName().equals(method)) {
                            throw failure.get();
                        }
                        try {
                            return called.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void keepsNobodyElseFromTheDeadlines(Engine engine) throws Exception {
        Duration idle = Duration.ofMillis(300);
        ServerSpec spec = spec(Limits.DEFAULT.withTimeouts(idle, idle, idle));
        try (RunningServer server = engine.start(spec.withSessions(failingIn("settled", false, spec.sessions())));
                RawPeer hurt = RawPeer.connect(ContractServers.address(server))) {
            await().until(() -> server.clients() == 1);
            for (int i = 0; i < 4; i++) {
                try (RawPeer silent = RawPeer.connect(ContractServers.address(server))) {
                    assertThat(silent.untilEnd()).isEqualTo("<end>");
                }
            }
            faulty.set(false);
            assertThat(hurt.untilEnd()).isEqualTo("<end>");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void leavesThePlaceOfItsConversationToTheNext(Engine engine) throws Exception {
        ServerSpec spec = spec(Limits.DEFAULT.withMaxClients(1));
        try (RunningServer server = engine.start(spec.withSessions(failingIn("closed", true, spec.sessions())))) {
            for (int i = 0; i < 3; i++) {
                try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
                    peer.send(RawFrames.of(Framings.LEN8, "ab"));
                    assertThat(peer.read(3)).isEqualTo(RawFrames.of(Framings.LEN8, "ba"));
                }
                int ended = i + 1;
                await().until(() -> server.clients() == 0 && log.closeReasons().size() == ended);
            }
        }
    }

    /** As the log needs a class that cannot be loaded any more. */
    private static final class CannotBeLogged extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("a fault of the test");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void leavesThePlaceOfItsConversationToTheNextWhenItCannotBeLogged(Engine engine) throws Exception {
        ServerSpec spec = spec(Limits.DEFAULT.withMaxClients(1));
        SessionFactory sessions = failingIn("receive", true, spec.sessions(), CannotBeLogged::new);
        try (RunningServer server = engine.start(spec.withSessions(sessions))) {
            for (int i = 0; i < 3; i++) {
                try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
                    peer.send(RawFrames.of(Framings.LEN8, "ab"));
                    assertThat(peer.untilEnd()).isIn("<end>", "<reset>");
                }
            }
            await().dontCatchUncaughtExceptions().until(() -> server.clients() == 0);
        }
    }
}
