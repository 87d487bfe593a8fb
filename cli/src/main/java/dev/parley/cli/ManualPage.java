package dev.parley.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The manual page: the help of all commands in the form that {@code man} reads. */
final class ManualPage {
    private ManualPage() {}

    static String text(Commands commands) {
        StringBuilder page = new StringBuilder()
                .append(".TH PARLEY 1\n.SH NAME\n")
                .append("parley \\- serve, talk, queue and measure messages over TCP and UDP\n")
                .append(".SH SYNOPSIS\n.B parley\nCOMMAND [ENDPOINT] [OPTION...]\n.SH DESCRIPTION\n");
        asWritten(page, HelpText.text().lines().toList());
        for (String name : Commands.about().keySet()) {
            section(page, ParsedCommand.model(name, commands.required(name)));
        }
        return page.toString();
    }

    private static void section(StringBuilder page, CommandLine command) {
        page.append(".SH \"")
                .append(command.getCommandSpec().qualifiedName().toUpperCase(Locale.ROOT))
                .append("\"\n");
        asWritten(page, command.getUsageMessage(Ansi.OFF).lines().toList());
        command.getSubcommands().values().forEach(subcommand -> section(page, subcommand));
    }

    private static void asWritten(StringBuilder page, List<String> lines) {
        page.append(".nf\n");
        for (String line : lines) {
            // A backslash begins a request's escape, a dot or a quote at the beginning a request.
            String escaped = line.replace("\\", "\\e").replace("-", "\\-");
            page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                    .append(escaped)
                    .append('\n');
        }
        page.append(".fi\n");
    }
}
