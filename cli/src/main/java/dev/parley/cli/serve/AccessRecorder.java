package dev.parley.cli.serve;

import dev.parley.core.Address;
import dev.parley.core.Answer;
import dev.parley.core.Conversation;
import dev.parley.core.Endpoint;
import dev.parley.core.Filter;
import dev.parley.core.Peer;
import dev.parley.core.Service;
import dev.parley.engine.CloseReason;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.ServerListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what each conversation at one endpoint has, for its line in the access log: messages as the filter of its service, the rest as
 * the listener of its server. Any thread; never blocks.
 */
final class AccessRecorder implements ServerListener, Filter {
    private final String endpoint;
    private final AccessLog log;
    private final Map<Peer, ConversationCounts> open = new ConcurrentHashMap<>();

    /** Made by {@link AccessLog#of}. */
    AccessRecorder(Endpoint endpoint, AccessLog log) {
        this.endpoint = endpoint.toString();
        this.log = log;
    }

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        Peer peer = conversation.peer();
        return service.serving((request, reply) -> {
            ConversationCounts counts = open.get(peer);
            if (counts == null) { // over already: it has its line
                service.serve(request, reply);
                return;
            }
            counts.request();
            service.serve(request, answer -> {
                if (answer instanceof Answer.Response<R>) {
                    counts.reply();
                }
                reply.give(answer);
            });
        });
    }

    @Override
    public void accepted(Peer peer) {
        open.put(peer, new ConversationCounts());
    }

    @Override
    public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
        ConversationCounts counts = open.get(peer);
        if (counts != null) {
            counts.transferred(receivedBytes, sentBytes);
        }
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        long now = System.currentTimeMillis();
        open.computeIfPresent(peer, (_, counts) -> { // its line is there before it is gone: end() misses none
            counts.ended();
            log.write(() -> AccessLine.Closed.of(now, endpoint, peer.address().toString(), counts, reason));
            return null;
        });
    }

    /** Conversations that have not ended have their line now: a server that has stopped may be about to end them. */
    void end() {
        open.keySet().forEach(peer -> closed(peer, CloseReason.SERVER_STOPPED));
    }

    @Override
    public void refused(Address client, RefusalReason reason) {
        long now = System.currentTimeMillis();
        log.write(() -> AccessLine.Refused.of(now, endpoint, client.toString(), reason));
    }
}
