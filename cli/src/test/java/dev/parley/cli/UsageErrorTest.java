package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage errors: exit code 2, nothing on standard output, and a first line that names the thing. */
class UsageErrorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                sned reverse                          | there is no command 'sned'; did you mean 'send'?
                help sned                             | there is no command 'sned'; did you mean 'send'?
                frobnicate                            | there is no command 'frobnicate'; there are serve, config
                serve revers                          | there is no service 'revers'; did you mean 'reverse'?
                send encodr://:1 x                    | there is no service 'encodr'; did you mean 'encoder'?
                serve pong --engine selektor          | there is no engine 'selektor'; did you mean 'selector'?
                serve pong --engine selektor --loops 2| there is no engine 'selektor'; did you mean 'selector'?
                serve pong --framing lin              | there is no framing 'lin'; did you mean 'line'?
                send pong --framing len9 x            | there is no framing 'len9'; did you mean 'len8'?
                serve pong --engin selector           | Unknown option: '--engin'""")
    void suggestsWhatWasMeant(String words, String line) {
        assertUsageError(words, line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                serve reverse://:65536                | 'reverse://:65536' is not an endpoint: the port is a number from 0 to 65535
                serve reverse://:-1                   | 'reverse://:-1' is not an endpoint: the port
                serve reverse://:abc                  | 'reverse://:abc' is not an endpoint: the port
                send reverse://:0 x                   | port 0 in 'reverse://:0' is not a server's
                send reverse://[::1 x                 | 'reverse://[::1' is not an endpoint
                send reverse://::1:8080 x             | an IPv6 address is written in brackets
                send 127.0.0.1:8080 x                 | '127.0.0.1:8080' names no service; write reverse://127.0.0.1:8080, or another of pong, timer, encoder, echo, sockperf
                send [::1]:6666 x                     | '[::1]:6666' names no service; write encoder://[::1]:6666, or another of reverse,
                get localhost:8080                    | 'localhost:8080' names no service; write queue://localhost:8080
                serve :8000                           | ':8000' names no service; write pong://:8000, or another of reverse, queue,
                load :8080                            | ':8080' names no service; write reverse://:8080, or another of
                put beanstalk://h:1/two!words         | 'two!words' is not the name of a tube: 1 to 200 of
                put beanstalk+udp                     | the service beanstalk does not support UDP
                get :11300                            | ':11300' names no service; write beanstalk://:11300, or another of queue
                serve reverse+sctp                    | behind the service stands +tls or +mtls
                serve encoder+udp                     | the service encoder does not support UDP
                send Reverse x                        | 'Reverse' is not an endpoint""")
    void namesAWrongEndpoint(String words, String line) {
        assertUsageError(words, line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                serve reverse --threads 0             | '--threads': '0' is not a whole number from 1 up
                serve reverse --threads -3            | '--threads': '-3' is not a whole number from 1 up
                serve reverse --threads 2.5           | '--threads': '2.5' is not a whole number from 1 up
                serve reverse --threads three         | '--threads': 'three' is not a whole number from 1 up
                serve reverse --threads 9999999999    | '--threads': '9999999999' is not a whole number from 1 up
                serve reverse --max-clients 0         | '--max-clients': '0' is not
                serve reverse --max-message 0         | '--max-message': size must be greater than zero: '0'
                serve reverse --max-message 12X       | '--max-message': invalid size '12X'; expected bytes, such as 64, 1KiB, 8MiB or 64MB
                serve reverse --max-message 64ms      | '--max-message': invalid size '64ms'
                serve reverse --max-message -1        | '--max-message': invalid size '-1'
                serve queue --max-message 9GiB        | more than one message can have
                serve reverse --allow 10.0.0.0/33     | '--allow': '10.0.0.0/33' is not a block of addresses: the prefix of an address of IPv4 has 0 to 32 bits, not 33
                serve reverse --allow ::/129          | '--allow': '::/129' is not a block of addresses: the prefix of an address of IPv6 has 0 to 128 bits
                serve reverse --deny 10.1.2.3/8       | '--deny': '10.1.2.3/8' is not a block of addresses: the address has bits set behind the first 8
                serve reverse --deny 10.0.0.0/8,x.org | '--deny': 'x.org' is not an address or block, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32
                serve reverse --deny 10.1             | '--deny': '10.1' is not an address or block
                serve reverse --deny 10.0.0.0/        | '--deny': '10.0.0.0/' is not an address or block
                serve reverse --deny 1:2:3            | '--deny': '1:2:3' is not an address or block
                serve reverse --deny ::1,             | '--deny': '' is not an address or block
                serve reverse+udp --drop 1            | '--drop': '1' is not a percentage up to 100%; expected 1% or 0.5%
                serve reverse+udp --drop 101%         | '--drop': '101%' is not a percentage up to 100%
                serve reverse+udp --drop 0%           | '--drop': '0%' is not a percentage up to 100%
                serve reverse --corrupt -1%           | '--corrupt': '-1%' is not a percentage
                serve reverse --delay 5ms+-6ms        | '--delay': '5ms+-6ms' is not a time that can vary; expected 5ms, or 5ms±2ms, by no more than itself
                serve reverse --delay 5ms±            | '--delay': invalid duration ''
                serve reverse --delay soon            | '--delay': invalid duration 'soon'
                serve reverse --bandwidth 100M        | '--bandwidth': invalid bandwidth '100M'; expected bits or bytes a second, such as 100Mbit/s or 12MB/s
                serve reverse --bandwidth 0.5bit      | '--bandwidth': '0.5bit' is less than 1bit a second
                serve reverse --reset-after -1        | '--reset-after': '-1' is not a whole number from 0 up
                serve reverse --idle-timeout 0s       | '--idle-timeout': duration must be greater than zero: '0s'
                serve reverse --idle-timeout 5        | '--idle-timeout': invalid duration '5'; expected 250ms, 0.5s, 10m or 1m30s
                serve reverse --idle-timeout 5KiB     | '--idle-timeout': invalid duration '5KiB'
                serve reverse --drain -5s             | '--drain': invalid duration '-5s'
                serve reverse --drain 999999999999h   | '--drain': duration too long: '999999999999h'
                serve queue --too-long shorten        | --too-long is truncate or reject, not 'shorten'
                ping pong --count 0                   | '--count': '0' is not
                ping pong --clients -1                | '--clients': '-1' is not
                time timer --count x                  | '--count': 'x' is not
                put beanstalk --pri 4294967296        | '--pri': '4294967296' is not a whole number from 0 to 4294967295
                put beanstalk --ttr 0s                | '--ttr': duration must be greater than zero: '0s'
                send pong --timeout soon x            | '--timeout': invalid duration 'soon'
                serve pong --think-client 1           | --think-client requires --think
                serve pong --think 1s --think-client -1 | --think-client counts from 0""")
    void namesAWrongValue(String words, String line) {
        assertUsageError(words, line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                serve reverse --loops 2               | --loops applies only to --engine selector
                serve pong --threads 2                | --threads applies only to --engine threads
                serve pong --engine virtual --max-threads 9 | --max-threads applies only to --engine threads
                serve pong --queue-messages 5         | --queue-messages and --queue-bytes require a queue
                serve pong --allow-stop               | --allow-stop requires encoder
                serve pong --too-long reject          | --too-long does not apply to framing read
                serve timer --message-timeout 3s      | --message-timeout does not apply to framing read
                serve reverse+udp --write-timeout 3s  | --write-timeout does not apply to UDP
                serve reverse+udp --message-timeout 3s | --message-timeout does not apply to UDP
                serve reverse+udp --max-clients-per-address 3 | --max-clients-per-address does not apply to UDP
                serve reverse+unix:x.sock --allow ::1 | --allow does not apply to Unix sockets, whose clients have no address
                serve reverse --drop 1%               | --drop applies only to UDP: a stream loses no reply and doubles none, and its clients would take the next one for it; --reset-after and --delay apply to streams
                serve reverse --reorder 1%            | --reorder applies only to UDP
                serve reverse+udp --reset-after 1     | --reset-after does not apply to UDP, which has no connections; --drop does
                serve reverse --first 3               | --first requires --delay, --drop, --duplicate, --reorder, --corrupt, --bandwidth or --reset-after
                serve reverse --delay 3s --seed 3     | --seed requires something that is drawn: --drop, --duplicate, --reorder, --corrupt or --delay 5ms±2ms
                serve reverse --max-message 256       | --max-message 256 is more than the 255 bytes this framing can carry
                serve pong --log-size 1MiB            | --log-size requires --log-dir
                send queue x                          | use 'parley put' and 'parley get' with a queue
                load reverse --seed 3                 | --seed requires --poisson
                load reverse --find p99<2ms --html x  | --hgrm, --csv, --html, --samples and --intervals cannot be combined with --find
                load reverse --find p99<2ms --samples x | --hgrm, --csv, --html, --samples and --intervals cannot be combined with --find
                load reverse --find p99<2ms --interval 1s | --interval cannot be combined with --find
                load reverse --rounds 3               | --rounds requires --find
                load                                  | parley load: Missing required parameter: 'ENDPOINT'
                load reverse --join :7000             | --join takes the endpoint from the coordinator; leave reverse out
                load --join :7000 --rate 5            | --join takes all settings from the coordinator; leave --rate out
                load --join :7000 --json x            | --join takes all settings from the coordinator; leave --json out
                load --join 7000                      | invalid address '7000' of --join; expected HOST:PORT, such as 10.0.0.2:7000
                load --join host:0                    | invalid address 'host:0' of --join
                load reverse --generators 1           | --generators takes 2 or more; leave it out for one
                load reverse --join-listen 7000       | --join-listen requires --generators
                load reverse --join-timeout 5s        | --join-timeout requires --generators or --join
                load reverse --generators 2 --join-listen x:y | invalid address 'x:y' of --join-listen
                load reverse --generators 2 --find p99<2ms | --find cannot be combined with --generators
                load reverse --generators 2 --stages x | --stages cannot be combined with --generators
                load reverse --generators 2 --live    | --live cannot be combined with --generators
                load reverse --generators 2 --samples x | --samples cannot be combined with --generators
                load reverse --generators 2 --intervals x | --intervals cannot be combined with --generators
                load reverse --generators 2 --baseline x | --baseline cannot be combined with --generators
                load reverse --generators 2 --bandwidth 1Mbit/s,2Mbit/s | several bandwidths cannot be combined with --generators
                load reverse --generators 4           | 3 clients cannot be divided among 4 generators; use more clients
                load reverse --runs 3                 | --runs requires --baseline
                load reverse --regression 5%          | --regression, --metric and --strict require --baseline
                load reverse --baseline x --find p99<2ms | --find cannot be combined with --baseline
                load reverse --baseline x --live      | --live cannot be combined with --baseline
                load reverse --baseline x --csv y     | --hgrm, --csv, --samples and --intervals cannot be combined with --baseline
                put pong                              | 'parley put' requires a queue or beanstalk, not pong
                get pong                              | 'parley get' requires a queue or beanstalk, not pong
                put queue --pri 3                     | --pri, --delay, --ttr and --once apply only to beanstalk
                put beanstalk --framing line          | --framing does not apply to beanstalk
                put beanstalk -m x file               | --message cannot be combined with --lines or a file
                send beanstalk x                      | use 'parley put' and 'parley get' with a beanstalk
                get beanstalk://h/a --framing line    | --framing does not apply to beanstalk
                ping queue                            | a queue would keep the pings
                time pong                             | 'parley time' requires a timer, not pong
                queue                                 | parley queue: what to do? one of stats, list, peek, purge, kick, pause, drain, undrain
                queue prge                            | parley queue: Unmatched argument at index 0: 'prge'
                queue purge                           | parley queue purge: Missing required parameter: 'ENDPOINT'
                queue stats queue                     | 'parley queue stats' requires a beanstalk, not queue
                queue stats :11300                    | ':11300' names no service; write beanstalk://:11300
                queue drain beanstalk:///mail         | 'parley queue drain' is for the whole server, not for the tube 'mail'
                queue peek beanstalk --id 1 --state ready | --id cannot be combined with --state
                queue peek beanstalk --state reserved | --state is ready, delayed or buried; a message that is held has an --id
                queue kick beanstalk --id 1 --count 2 | --count cannot be combined with --id
                queue pause beanstalk                 | parley queue pause: Missing required parameter: 'DURATION'
                queue pause beanstalk soon            | invalid duration 'soon'
                work beanstalk                        | parley work: Missing required parameter: 'COMMAND'
                work queue -- cat                     | 'parley work' requires a beanstalk, not queue
                work beanstalk --parallel 0 -- cat    | '--parallel': '0' is not a whole number from 1 up
                work beanstalk --retry-delay x -- cat | '--retry-delay': invalid duration 'x'
                work beanstalk:///a --dead-letter a -- cat | --dead-letter is the tube that is worked on
                work beanstalk:///a --dead-letter a!b -- cat | 'a!b' is not the name of a tube
                stop reverse                          | reverse has no remote stop
                get                                   | Missing required parameter: 'ENDPOINT'
                stop encoder now                      | Unmatched argument at index 1: 'now'""")
    void refusesWhatMeansNothing(String words, String line) {
        assertUsageError(words, line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                compare                               | Missing required parameter: 'SERVICE'
                compare revers                        | there is no service 'revers'; did you mean 'reverse'?
                compare queue                         | a queue would keep the messages
                compare beanstalk                     | a beanstalk is measured alone, in cycles of put, reserve and delete: 'parley load beanstalk'
                load beanstalk --connect-per-request  | --connect-per-request, --bandwidth, --messages and --lines do not apply to a beanstalk
                load beanstalk --bandwidth 1Mbit/s    | --connect-per-request, --bandwidth, --messages and --lines do not apply to a beanstalk
                load beanstalk --messages .           | --connect-per-request, --bandwidth, --messages and --lines do not apply to a beanstalk
                load beanstalk --size 15              | --size 15 is less than 16 bytes, which a load puts into
                load beanstalk --framing line         | beanstalk messages carry their own length; leave --framing out
                load beanstalk+udp                    | the service beanstalk does not support UDP
                load beanstalk:///two!words           | 'two!words' is not the name of a tube
                compare reverse://:8080               | compare starts servers itself, on free ports; for one that runs: --against NAME=reverse://:8080
                compare reverse --engines selektor    | there is no engine 'selektor'; did you mean 'selector'?
                compare reverse --engines selector,   | invalid engine ''; expected selector, or selector:2
                compare reverse --engines virtual:3   | 'virtual:3': virtual has no size; selector (loops) and threads have
                compare reverse --engines threads:0   | invalid engine 'threads:0'
                compare reverse --engines threads,threads | there are two servers called 'threads'
                compare reverse --transport tls       | --transport is tcp, udp or tcp,udp, not 'tls'
                compare reverse+udp --transport tcp   | 'reverse+udp' and --transport both give the transport
                compare encoder --transport tcp,udp   | the service encoder does not support UDP
                compare reverse --transport tcp,udp --depth 200 | over UDP depth is at most 128
                compare reverse --baseline selektor   | --baseline: there is no server 'selektor'; did you mean 'selector'?
                compare reverse --against 8080        | --against '8080': write NAME=ENDPOINT
                compare reverse --against a=reverse://:0 | port 0 in 'reverse://:0' is not a server's
                compare reverse --against a=revers://:1 | there is no service 'revers'
                compare reverse --against selector=reverse://:1 | there are two servers called 'selector'
                compare reverse --against a=reverse://:1 --against a=echo://:1 | there are two servers called 'a'
                compare reverse --rounds 0            | '--rounds': '0' is not a whole number from 1 up
                compare reverse --think 0s            | '--think': duration must be greater than zero: '0s'
                compare reverse --closed --rate 5     | --closed cannot be combined with --rate
                compare reverse --size 300            | at most 255""")
    void refusesAComparisonBeforeAnythingIsStarted(String words, String line) {
        assertUsageError(words, line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                ctl                                       | what to do? one of status, drain, undrain, stop, reload, log-level, kick
                ctl status                                | which server? --control unix:/run/parley.sock, or --admin 127.0.0.1:9400
                ctl status --control x.sock               | --control is the path of a Unix socket, such as unix:/run/parley.sock, not 'x.sock'
                ctl status --control unix:                | --control: an absolute path of a Unix socket has three slashes
                ctl status --control unix:a --admin :1    | --control cannot be combined with --admin
                ctl status --admin x:y                    | --admin is host:port, such as 127.0.0.1:9400, not 'x:y'
                ctl status --admin localhost              | --admin needs a port, such as localhost:9400
                ctl drain --admin :9400                   | drain on an admin address requires --admin-token FILE
                ctl log-level loud --control unix:a       | there is no log level 'loud'; there are error, warning, info, debug
                ctl kick somebody --control unix:a        | 'somebody' is not the address of a peer; expected 10.0.0.7, 10.0.0.7:51234
                ctl faults --off --drop 1% --control unix:a | --off cannot be combined with --drop
                ctl faults --first 3 --control unix:a     | --first requires --delay, --drop, --duplicate
                ctl faults --drop 5 --control unix:a      | '--drop': '5' is not a percentage up to 100%
                ctl faults --off --admin :9400            | faults on an admin address requires --admin-token FILE
                ctl faults                                | which server? --control unix:/run/parley.sock, or --admin
                serve reverse --admin-token t             | --admin-token requires --admin, where it is shown
                serve reverse --control /run/x.sock       | --control is the path of a Unix socket, such as unix:/run/parley.sock""")
    void namesWhatControlNeeds(String words, String line) {
        assertUsageError(words, line);
    }

    private static void assertUsageError(String words, String line) {
        Transcript transcript = Transcript.of(words.strip().split(" +")).exits(ExitCode.USAGE);

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err().lines().findFirst().orElse(""))
                .startsWith("parley")
                .contains(line);
        assertThat(transcript.err().lines().count()).isLessThanOrEqualTo(2);
    }
}
