package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What happens to a laboratory under load. */
enum LaboratoryFault {
    /** PostgreSQL alone; Patroni sees it. */
    PRIMARY_CRASHED {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            TestLaboratory.kill(files.postmaster(primary).running().orElseThrow());
        }
    },
    /** Patroni too, as when a machine is lost. */
    PRIMARY_KILLED {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            TestLaboratory.kill(
                    files.pidFile(Laboratory.patroni(primary)).running().orElseThrow());
            TestLaboratory.kill(files.postmaster(primary).running().orElseThrow());
        }
    },
    /** Both stop where they are, and go on when another is the primary. */
    PRIMARY_STOPPED {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            signal("STOP", files, primary);
        }

        @Override
        boolean end(Laboratory files, int primary) throws IOException {
            signal("CONT", files, primary);
            return true;
        }
    },
    /** Both run on, and nothing that is sent to their address or from it arrives; it does when another is the primary. */
    PRIMARY_CUT_OFF {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            filter("-I", files, primary);
        }

        @Override
        boolean end(Laboratory files, int primary) throws IOException {
            filter("-D", files, primary);
            return true;
        }
    },
    SWITCHED_OVER {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            run("patronictl", "-c", files.patroniSettings(1).toString(), "switchover", "--force");
        }
    },
    PARLEY_KILLED {
        @Override
        void cause(Laboratory files, int primary) throws IOException {
            TestLaboratory.kill(files.pidFile(Laboratory.parley(1)).running().orElseThrow());
        }
    };

    /** @param primary the number of the database that takes writes */
    abstract void cause(Laboratory files, int primary) throws IOException;

    /**
     * What was done is undone; what was killed stays so.
     *
     * @return whether there was something to undo: a former primary is back, and does not know that it is none
     */
    boolean end(Laboratory files, int primary) throws IOException {
        return false;
    }

    /** Those that can be caused here; standard error says which cannot, and why. */
    static List<LaboratoryFault> possible() throws IOException {
        List<LaboratoryFault> all = new ArrayList<>(Arrays.asList(values()));
        if (!System.getProperty("user.name").equals("root") || !hasIptables()) {
            System.err.println("skipped: " + PRIMARY_CUT_OFF + " (needs root and iptables)");
            all.remove(PRIMARY_CUT_OFF);
        }
        return all;
    }

    private static boolean hasIptables() {
        try {
            return OneCommand.run(List.of("iptables", "-w", "-n", "-L", "INPUT"))
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private static void signal(String name, Laboratory files, int number) throws IOException {
        List<String> words = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle database = files.postmaster(number).running().orElseThrow();
        Stream.of(
                        files.pidFile(Laboratory.patroni(number)).running().stream(),
                        Stream.of(database),
                        database.descendants())
                .flatMap(some -> some)
                .forEach(process -> words.add(Long.toString(process.pid())));
        run(words.toArray(String[]::new));
    }

    /** As in the laboratory's README, but of its own ports alone: other laboratories have the same addresses. */
    private static void filter(String change, Laboratory files, int number) throws IOException {
        Ports ports = files.ports();
        String all = ports.etcd() + "," + ports.patroni(number) + "," + ports.database(number);
        String host = Ports.host(number);
        run("iptables -w " + change + " INPUT -p tcp -s " + host + " -m multiport --sports " + all + " -j DROP");
        run("iptables -w " + change + " INPUT -p tcp -d " + host + " -m multiport --dports " + all + " -j DROP");
    }

    private static void run(String line) throws IOException {
        run(line.split(" "));
    }

    private static void run(String... words) throws IOException {
        OneCommand command = OneCommand.run(List.of(words));
        assertThat(command.exitCode()).as(command.output()).isZero();
    }
}
