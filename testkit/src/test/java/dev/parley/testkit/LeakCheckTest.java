package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class LeakCheckTest {
    private static volatile CountDownLatch end = new CountDownLatch(0);
    private static final List<ServerSocket> OPEN = new ArrayList<>();

    @BeforeEach
    void letsTheThreadsOfTheCasesWait() {
        end = new CountDownLatch(1);
    }

    @AfterEach
    void closesWhatTheCasesLeftOpen() throws IOException {
        for (ServerSocket socket : OPEN) {
            socket.close();
        }
        end.countDown();
    }

    @Test
    void passesAClassThatCleansUp() {
        assertThat(failureOf(CleanCase.class)).isEmpty();
    }

    @Test
    void failsAClassThatLeavesAPlatformThread() {
        assertThat(failureOf(PlatformThreadCase.class)).contains("\"parley-left-platform\"");
    }

    @Test
    void failsAClassThatLeavesAVirtualThread() {
        assertThat(failureOf(VirtualThreadCase.class)).contains("\"parley-left-virtual\"");
    }

    @Test
    void failsAClassThatLeavesASocket() {
        assertThat(failureOf(SocketCase.class)).contains("socket:[");
    }

    @Test
    void failsAClassWhoseThreadDiedOfAnException() {
        assertThat(failureOf(UncaughtCase.class))
                .contains("thread 'fragile' died of")
                .contains("on purpose");
    }

    /** Runs one class as the build does, by autodetection; the text of the class's own failure, or nothing. */
    private static String failureOf(Class<?> testClass) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("parley.leakcheck.patience.millis", "100")
                .selectors(selectClass(testClass))
                .execute()
                .containerEvents()
                .failed()
                .list();
        return failed.isEmpty() ? "" : failed.toString();
    }

    static class CleanCase {
        @Test
        void opensAndCloses() throws IOException {
            new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    static class PlatformThreadCase {
        @Test
        void leavesAThread() {
            Thread.ofPlatform().daemon().name("parley-left-platform").start(LeakCheckTest::untilTheEnd);
        }
    }

    static class VirtualThreadCase {
        @Test
        void leavesAThread() {
            Thread.ofVirtual().name("parley-left-virtual").start(LeakCheckTest::untilTheEnd);
        }
    }

    static class SocketCase {
        @Test
        void leavesASocket() throws IOException {
            OPEN.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
    }

    static class UncaughtCase {
        @Test
        void losesAThread() throws InterruptedException {
            Thread.ofPlatform()
                    .name("fragile")
                    .start(() -> {
                        throw new IllegalStateException("on purpose");
                    })
                    .join();
        }
    }

    private static void untilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
