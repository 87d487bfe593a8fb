package dev.parley.services;

import dev.parley.core.Conversation;
import dev.parley.core.Reply;
import dev.parley.core.ScheduledTask;
import dev.parley.core.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The requests of one conversation on their way to its service. On the conversation's thread. */
final class DelayedRequests<Q, R> {
    private static final Duration LOOK = Duration.ofMillis(SwitchableFaults.LOOK_MILLIS);

    private final SwitchableFaults faults;
    private final Service<Q, R> service;
    private final Conversation conversation;
    private FaultSetting setting;
    private @Nullable SplittableRandom random;
    /** In the order in which they came; null before the first. */
    private @Nullable Map<Delayed<Q, R>, ScheduledTask> waiting;
    /** Somebody will look whether the setting has changed. */
    private boolean looking;

    /** One request; no other is equal to it. */
    private static final class Delayed<Q, R> {
        private final Q request;
        private final Reply<R> reply;

        Delayed(Q request, Reply<R> reply) {
            this.request = request;
            this.reply = reply;
        }
    }

    DelayedRequests(SwitchableFaults faults, Service<Q, R> service, Conversation conversation) {
        this.faults = faults;
        this.service = service;
        this.conversation = conversation;
        this.setting = faults.setting();
    }

    /** Serves it now or later. */
    void serve(Q request, Reply<R> reply) {
        FaultSetting now = faults.setting();
        if (now != setting) {
            change(now);
        }
        if (now.faults().delay().isZero() || !now.requests().next()) {
            service.serve(request, reply);
        } else {
            delay(new Delayed<>(request, reply));
        }
    }

    private void delay(Delayed<Q, R> request) {
        if (waiting == null) {
            waiting = new LinkedHashMap<>();
        }
        Map<Delayed<Q, R>, ScheduledTask> all = waiting;
        all.put(request, conversation.after(time(), () -> {
            all.remove(request);
            service.serve(request.request, request.reply);
        }));
        lookLater();
    }

    private void lookLater() {
        if (!looking) {
            looking = true;
            conversation.after(LOOK, this::look);
        }
    }

    private void look() {
        looking = false;
        FaultSetting now = faults.setting();
        if (now != setting) {
            change(now);
        }
        if (waiting != null && !waiting.isEmpty()) {
            lookLater();
        }
    }

    /** What was delayed before a change is served before what comes after it. */
    private void change(FaultSetting now) {
        setting = now;
        random = null;
        if (waiting == null) {
            return;
        }
        ArrayDeque<Delayed<Q, R>> before = new ArrayDeque<>(waiting.keySet());
        waiting.values().forEach(ScheduledTask::cancel);
        waiting.clear();
        before.forEach(request -> service.serve(request.request, request.reply));
    }

    private Duration time() {
        Faults set = setting.faults();
        long spreadNanos = set.spread().toNanos();
        if (spreadNanos == 0) {
            return set.delay();
        }
        if (random == null) {
            random = new SplittableRandom(set.seed() + conversation.peer().number());
        }
        return set.delay().plusNanos(random.nextLong(2 * spreadNanos + 1) - spreadNanos);
    }
}
