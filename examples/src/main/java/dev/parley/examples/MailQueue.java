package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A producer and a worker of a queue, which {@code parley serve beanstalk} or beanstalkd serves. */
public final class MailQueue {
    private static final String TUBE = "mail";
    private static final Duration TIME_TO_RUN = Duration.ofMinutes(1);

    private MailQueue() {}

    /** Stores three messages on the usual port, and works on them. */
    public static void main(String[] arguments) throws Exception {
        run(Endpoint.parse("beanstalk://127.0.0.1"), System.out);
    }

    static void run(Endpoint queue, PrintStream out)
            throws IOException, ProtocolException, InterruptedException, ExecutionException {
        produce(queue, out, "to Ada", "to Bob", "to Eve");
        work(queue, out);
    }

    /** All are sent before the first reply is awaited. The cause of a failure says why, and what to do. */
    private static void produce(Endpoint endpoint, PrintStream out, String... mails)
            throws IOException, ProtocolException, InterruptedException, ExecutionException {
        try (BeanstalkClient queue = BeanstalkClient.connect(endpoint)) {
            List<CompletableFuture<Long>> stored = new ArrayList<>();
            for (int i = 0; i < mails.length; i++) { // the smallest priority goes first
                stored.add(queue.putLater(
                        new NewMessage(TUBE, mails.length - i, Duration.ZERO, TIME_TO_RUN, mails[i].getBytes(UTF_8))));
            }
            for (CompletableFuture<Long> id : stored) {
                out.println("stored " + id.get());
            }
        }
    }

    /** A worker has a connection of its own. What it does not delete is ready again when its time to run, or it, has ended. */
    private static void work(Endpoint endpoint, PrintStream out) throws IOException, ProtocolException {
        try (BeanstalkClient queue = BeanstalkClient.connect(endpoint)) {
            queue.watch(TUBE);
            Optional<BeanstalkMessage> message = queue.reserve(Duration.ZERO);
            while (message.isPresent()) {
                long id = message.get().id();
                out.println("sent " + new String(message.get().body(), UTF_8));
                queue.delete(id);
                message = queue.reserve(Duration.ZERO);
            }
        }
    }
}
