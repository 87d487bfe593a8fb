package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Session;
import dev.parley.core.Session.Ending;
import dev.parley.engine.CloseReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A session that is to be broken off: its peer gets the replies before that, and sees that it is no normal end. */
public interface BreakOffContract extends StreamContract {
    private static Session brokenOff(Session session) {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(session, arguments);
                        return answer instanceof Ending ? Ending.BROKEN_OFF : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    default void breaksAConversationOffThatIsToBeBrokenOff() throws Exception {
        breaksOffInsteadOfTheReplyTo("hang up");
    }

    @Test
    default void breaksAConversationOffAlsoWhenThatTurnsOutWhileItsPeerIsSilent() throws Exception {
        breaksOffInsteadOfTheReplyTo("later hang up");
    }

    private void breaksOffInsteadOfTheReplyTo(String request) throws Exception {
        ConversationLog log = new ConversationLog();
        ServerSpec spec = ContractServers.spec(streams(), Framings.LEN8, Limits.DEFAULT, _ -> new ContractService());
        try (RunningServer server = engine().start(spec.withSessions(
                                (peer, host) -> brokenOff(spec.sessions().open(peer, host)))
                        .withListener(log));
                RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "abc"));
            assertThat(RawPeer.text(peer.read(4))).isEqualTo(RawFrames.seen(Framings.LEN8, "cba"));
            peer.send(RawFrames.of(Framings.LEN8, request));
            assertThat(peer.untilEnd()).isEqualTo(brokenOff());
            await().until(() -> log.closeReasons().size() == 1);
            assertThat(log.closeReasons()).containsExactly(CloseReason.BROKEN_OFF);
        }
    }
}
