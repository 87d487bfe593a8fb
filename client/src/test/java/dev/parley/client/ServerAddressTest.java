package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name server that does not answer is no reason to wait for longer than a user said. */
class ServerAddressTest {
    private static final Endpoint NAMED = Endpoint.parse("reverse+tcp://somewhere.test:8080");
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void aLookupThatHangsEndsWithTheDeadline() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        assertThatThrownBy(() -> ServerAddress.of(NAMED, Duration.ofMillis(20), host -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    ended.countDown();
                    return InetAddress.getLoopbackAddress();
                }))
                .isInstanceOf(CannotConnectException.class)
                .hasMessage("cannot connect to reverse+tcp://somewhere.test:8080: no address of 'somewhere.test' within"
                        + " 20 ms; does the name server answer?");
        end.countDown();
        ended.await();
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        assertThat(ServerAddress.of(NAMED, LONG, host -> InetAddress.ofLiteral("127.0.0.9")))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 8080));
    }

    @Test
    void aNameThatNobodyHasIsSaid() {
        assertThatThrownBy(() -> ServerAddress.of(NAMED, LONG, host -> {
                    throw new UnknownHostException(host);
                }))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageEndingWith("there is no host 'somewhere.test'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", ""})
    void anAddressNeedsNoLookup(String host) throws Exception {
        assertThat(ServerAddress.of(Endpoint.parse("reverse+tcp://" + host + ":8080"), LONG, name -> {
                    throw new UnknownHostException(name);
                }))
                .isInstanceOfSatisfying(
                        InetSocketAddress.class,
                        address -> assertThat(address.getAddress().isLoopbackAddress())
                                .isTrue());
    }

    @Test
    void aUnixSocketNeedsNoLookup() throws Exception {
        assertThat(ServerAddress.of(Endpoint.parse("reverse+unix:///run/x.sock"), LONG))
                .isEqualTo(UnixDomainSocketAddress.of("/run/x.sock"));
    }
}
