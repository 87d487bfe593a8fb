package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** U1: the one answer that is longer than its question without need, an empty queue's over UDP, is rationed per source. */
@Tag("slow")
class EmptyQueueAnswerTest {
    private static final byte[] GET = "<<GET>>".getBytes(StandardCharsets.US_ASCII);
    private static final int QUESTIONS = 1000;
    private static final int BURST = 100;
    private static final int PER_SECOND = 50;

    @Test
    void aFloodOfGetsIsAnsweredAHundredTimesAndThenFiftyTimesASecond() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue+udp://:0");
                DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), parley.port());
            socket.setSoTimeout(500);
            socket.setReceiveBufferSize(1 << 20);
            long start = System.nanoTime();
            for (int i = 0; i < QUESTIONS; i++) {
                socket.send(new DatagramPacket(GET, GET.length));
            }

            int answers = countAnswers(socket);

            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(answers).isBetween(BURST, (int) (BURST + 1 + PER_SECOND * seconds));
        }
    }

    private static int countAnswers(DatagramSocket socket) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        for (int answers = 0; ; answers++) {
            try {
                answer.setLength(100);
                socket.receive(answer);
            } catch (SocketTimeoutException e) {
                return answers;
            }
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("Error: No messages.");
        }
    }
}
