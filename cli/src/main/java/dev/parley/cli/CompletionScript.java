package dev.parley.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;

/** What a shell completes: commands, options and the values of those that have few. */
enum CompletionScript {
    BASH {
        @Override
        String text(CommandLine program) {
            return AutoComplete.bash(PROGRAM, program);
        }
    },
    /** Zsh runs bash's script, in its way of completing for bash; the file may be sourced, or be the function {@code _parley}. */
    ZSH {
        @Override
        String text(CommandLine program) {
            return "#compdef " + PROGRAM + "\n" + BASH.text(program) + """

                    # Called as a function, it completes: the first time here, later by what it has just set up.
                    if (( ${+compstate} )); then
                      _bash_complete -o default -F _complete_parley
                    fi
                    """;
        }
    },
    FISH {
        @Override
        String text(CommandLine program) {
            return FishCompletion.text(program);
        }
    };

    private static final String PROGRAM = "parley";

    /** The script. */
    abstract String text(CommandLine program);

    /** The shell, as it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
