package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Conversation;
import dev.parley.core.Reply;
import dev.parley.core.ScheduledTask;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session.Ending;
import dev.parley.core.Session.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a service may put off, and how it is notified of ends, over streams and datagrams alike. */
class SessionTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    enum Kind {
        STREAM,
        DATAGRAMS;

        SessionPair<String, String> open(ServiceFactory<String, String> services) {
            return switch (this) {
                case STREAM -> SessionPair.stream(Text.LINES, services, Text.LIMITS, MemoryPeer.FIRST);
                case DATAGRAMS -> SessionPair.datagrams(Text.LINES, services, Text.LIMITS, MemoryPeer.FIRST);
            };
        }
    }

    /** {@code 3 text} is answered with the text after three seconds. */
    private static ServiceFactory<String, String> afterSeconds() {
        return conversation -> (request, reply) -> {
            String[] parts = request.split(" ", 2);
            conversation.after(Duration.ofSeconds(Long.parseLong(parts[0])), () -> reply.send(parts[1]));
        };
    }

    @ParameterizedTest
    @EnumSource
    void aServiceAnswersLaterWithoutAThread(Kind kind) throws Exception {
        var pair = kind.open(afterSeconds());
        pair.send("2 two");
        pair.send("1 one");
        pair.pass(SECOND);
        assertThat(pair.takeReplies())
                .as("replies keep the order of their requests")
                .isEmpty();
        pair.pass(SECOND);
        assertThat(pair.takeReplies()).containsExactly("two", "one");
        assertThat(pair.session().settled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskMayPutOffAnother(Kind kind) throws Exception {
        var pair = kind.open(conversation -> new Service<>() {
            @Override
            public void serve(String request, Reply<String> reply) {
                again(3, request, reply);
            }

            private void again(int times, String request, Reply<String> reply) {
                if (times == 0) {
                    reply.send(request);
                } else {
                    conversation.after(SECOND, () -> again(times - 1, request, reply));
                }
            }
        });
        pair.send("patience");
        pair.pass(SECOND.multipliedBy(3).minusNanos(1));
        assertThat(pair.takeReplies()).isEmpty();
        pair.pass(Duration.ofNanos(1));
        assertThat(pair.takeReplies()).containsExactly("patience");
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledTaskDoesNotRun(Kind kind) throws Exception {
        List<ScheduledTask> tasks = new ArrayList<>();
        var pair = kind.open(conversation -> (request, reply) -> {
            if (request.equals("cancel")) {
                tasks.forEach(ScheduledTask::cancel);
                reply.send("cancelled");
            } else {
                tasks.add(conversation.after(SECOND, () -> reply.send(request)));
                reply.send("put off");
            }
        });
        pair.send("a");
        pair.send("cancel");
        pair.pass(SECOND.multipliedBy(2));
        assertThat(pair.takeReplies()).containsExactly("put off", "cancelled");
    }

    @ParameterizedTest
    @EnumSource
    void nothingRunsOnceTheConversationIsOver(Kind kind) {
        List<String> ran = new ArrayList<>();
        List<Conversation> opened = new ArrayList<>();
        var pair = kind.open(conversation -> {
            opened.add(conversation);
            return (request, reply) -> conversation.after(SECOND, () -> ran.add(request));
        });
        pair.send("a");
        pair.breakOff();
        opened.getFirst().after(SECOND, () -> ran.add("too late"));
        pair.pass(SECOND.multipliedBy(2));
        assertThat(ran).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatThrowsEndsItsConversation(Kind kind) {
        List<String> ends = new ArrayList<>();
        var pair = kind.open(conversation -> new Service<>() {
            @Override
            public void serve(String request, Reply<String> reply) {
                reply.send(request);
                conversation.after(SECOND, () -> {
                    throw new IllegalStateException("as requested");
                });
            }

            @Override
            public void ended() {
                ends.add("ended");
            }
        });
        pair.send("a");
        pair.pass(SECOND);
        assertThat(pair.session().ending()).isEqualTo(Ending.SERVICE_FAILED);
        if (kind == Kind.STREAM) {
            assertThat(pair.steps()).last().isEqualTo(Step.CLOSE);
            pair.breakOff();
        }
        assertThat(ends).containsExactly("ended");
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatThrowsInsteadOfAnsweringEndsItsConversation(Kind kind) throws Exception {
        List<String> ends = new ArrayList<>();
        var pair = kind.open(conversation -> new Service<>() {
            @Override
            public void serve(String request, Reply<String> reply) {
                switch (request) {
                    case "at once" -> reply.send(request);
                    case "later" -> conversation.after(SECOND, () -> reply.send(request));
                    default ->
                        conversation.after(SECOND, () -> {
                            throw new IllegalStateException("as requested");
                        });
                }
            }

            @Override
            public void ended() {
                ends.add("ended");
            }
        });
        for (String request : List.of("later", "never", "at once")) {
            pair.send(request);
        }
        pair.pass(SECOND);
        assertThat(pair.takeReplies()).containsExactly("later");
        assertThat(pair.session().settled()).isTrue();
        assertThat(pair.session().ending()).isEqualTo(Ending.SERVICE_FAILED);
        if (kind == Kind.STREAM) {
            assertThat(pair.steps()).last().isEqualTo(Step.CLOSE);
            pair.breakOff();
        }
        assertThat(ends).containsExactly("ended");
    }

    @Test
    void aTaskThatThrowsEndsItsConversationAlsoWhereOneRequestIsServedAtATime() {
        var pair = SessionPair.<String, String>stream(
                Text.LINES.servedOneAtATime(),
                conversation -> (request, reply) -> conversation.after(SECOND, () -> {
                    throw new IllegalStateException("as requested");
                }),
                Text.LIMITS,
                MemoryPeer.FIRST);
        pair.send("a");
        pair.send("b");
        pair.pass(SECOND);
        assertThat(pair.steps()).last().isEqualTo(Step.CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreServedOneAtATimeWhereTheProtocolRequiresIt(Kind kind) throws Exception {
        HeldReplies held = new HeldReplies();
        var protocol = Text.LINES.servedOneAtATime();
        SessionPair<String, String> pair = kind == Kind.STREAM
                ? SessionPair.stream(protocol, held, Text.LIMITS)
                : SessionPair.datagrams(protocol, held, Text.LIMITS);
        for (String request : List.of("a", "b", "c")) {
            pair.send(request);
        }
        assertThat(held.requests).containsExactly("a");
        held.answer(0);
        pair.resume();
        assertThat(held.requests).containsExactly("a", "b");
        held.answer(1);
        pair.resume();
        held.answer(2);
        pair.resume();
        assertThat(pair.takeReplies()).containsExactly("A", "B", "C");
        assertThat(pair.session().settled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceIsOpenedAndEndedOnce(Kind kind) {
        List<String> ends = new ArrayList<>();
        var pair = kind.open(conversation -> new Service<>() {
            @Override
            public void serve(String request, Reply<String> reply) {
                reply.send(request);
            }

            @Override
            public void ended() {
                ends.add("ended");
                throw new IllegalStateException("even so");
            }
        });
        pair.send("a");
        pair.breakOff();
        pair.breakOff();
        assertThat(ends).containsExactly("ended");
    }

    @Test
    void aStepEndsAfterSoManyRequestsAndReportsThatThereIsMore() throws Exception {
        List<String> served = new ArrayList<>();
        var pair = SessionPair.<String, String>stream(
                Text.LINES,
                conversation -> (request, reply) -> {
                    served.add(request);
                    reply.none();
                },
                Text.LIMITS,
                MemoryPeer.FIRST);
        Step step = pair.receive(Text.bytes("a\n".repeat(3000)));
        int firstTurn = served.size();
        assertThat(step).isEqualTo(Step.MORE);
        assertThat(firstTurn).isLessThan(3000);
        for (int turns = 0; step == Step.MORE; turns++) {
            assertThat(turns).isLessThan(10);
            step = pair.resume();
        }
        assertThat(step).isEqualTo(Step.READ);
        assertThat(served).hasSize(3000);
    }
}
