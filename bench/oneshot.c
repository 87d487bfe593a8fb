// A new TCP connection for every message, as the simplest clients do: connect, write, read the reply, close. One blocking
// thread for each client. A latency is that of the whole, from connect to reply.
#define _GNU_SOURCE
#include "clients.h"
#include "options.h"
#include "reverse.h"

static Option options[] = {
    {"port", 18080, 1, 65535, "port on 127.0.0.1"},
    {"clients", 8, 1, MOST_CLIENTS, "threads, one connection at a time each"},
    {"size", 64, 0, LONGEST, "bytes of a message"},
    {"seconds", 3, .01, 86400, "time measured; there is no warm-up"},
    {0},
};
static Batch message;
static uint64_t end;

static bool round_trip(int fd) {
    unsigned char in[LONGEST + 2]; // one more than a frame: bytes too many are seen
    if (write(fd, message.request, message.bytes) != (ssize_t)message.bytes) {
        return false;
    }
    size_t got = 0;
    ssize_t n;
    while (got < message.bytes && (n = read(fd, in + got, message.bytes + 1 - got)) > 0) {
        got += (size_t)n;
    }
    return got == message.bytes && !memcmp(in, message.reply, got);
}

static void *run(void *argument) {
    Client *client = argument;
    struct linger reset = {1, 0}; // a reset leaves no TIME_WAIT behind, of which there is room for only so many
    for (uint64_t began; (began = now_nanos()) < end;) {
        int fd = connect_to(SOCK_STREAM, (int)options[0].value);
        must(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "SO_LINGER");
        if (round_trip(fd)) {
            record(&client->latency, now_nanos() - began);
        } else {
            client->failures++;
        }
        close(fd);
    }
    return NULL;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Loads a `reverse` server with a TCP connection for every message and checks every reply.", options);
    message = new_batch(1, (int)options[2].value);
    uint64_t began = now_nanos();
    end = began + (uint64_t)(options[3].value * 1e9);
    Client sum = run_clients((int)options[1].value, run);
    print_clients(&sum, began, "conn/s", "failed");
    return sum.failures != 0;
}
