package dev.parley.testkit;

import dev.parley.core.Reply;
import dev.parley.core.Service;
import java.util.ArrayList;
import java.util.List;

/** A service that answers nothing by itself: it keeps requests and replies for the test to answer. */
final class HeldReplies implements Service<String, String> {
    final List<String> requests = new ArrayList<>();
    final List<Reply<String>> replies = new ArrayList<>();

    @Override
    public void serve(String request, Reply<String> reply) {
        requests.add(request);
        replies.add(reply);
    }

    /** Answers the request of this number, from 0, with itself in capitals. */
    void answer(int number) {
        replies.get(number).send(requests.get(number).toUpperCase(java.util.Locale.ROOT));
    }

    /** The same on a thread of its own; returns once it has ended. */
    void answerElsewhere(int number) throws InterruptedException {
        Thread.ofVirtual()
                .name("answerer-" + number)
                .start(() -> answer(number))
                .join();
    }
}
