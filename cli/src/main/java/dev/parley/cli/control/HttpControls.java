package dev.parley.cli.control;

import dev.parley.admin.Controls;
import dev.parley.admin.Page;
import dev.parley.engine.SocketPeer;
import dev.parley.result.JsonDocument;
import java.net.InetSocketAddress;

/** The same over HTTP, for those who have the token. */
public final class HttpControls implements Controls {
    private static final int CONFLICT = 409;

    private final Control control;

    public HttpControls(Control control) {
        this.control = control;
    }

    @Override
    public Done act(InetSocketAddress client, String action, String argument) {
        Control.Outcome outcome = control.act(text(client), action, argument);
        int status = outcome.answer().done() ? Page.Answer.OK : CONFLICT;
        return new Done(Page.Answer.json(status, JsonDocument.line(outcome.answer())), outcome.afterwards());
    }

    @Override
    public void refused(InetSocketAddress client, String action, String reason) {
        AuditLog.refused(text(client), action, reason);
    }

    private static String text(InetSocketAddress client) {
        return SocketPeer.addressOf(client).toString();
    }
}
