// Open-loop TCP load, one thread that never sleeps: request k is due at k/rate and belongs to client k mod clients. A client has one
// request under way; what comes due meanwhile waits in order and keeps its due time. A latency runs from the moment a request was due
// until its reply was read.
#define _GNU_SOURCE
#include "latency.h"
#include "loopback.h"
#include "options.h"
#include "reverse.h"
#include <fcntl.h>
#include <sys/epoll.h>

enum { GRACE_SECONDS = 5 };

typedef struct {
    int fd;
    bool busy;
    uint64_t due;  // of the request under way
    uint64_t next; // number of this client's next request
    size_t got;
    unsigned char in[LONGEST + 2]; // one more than a reply: a byte too many is seen
} Client;

static Option options[] = {
    {"port", 18080, 1, 65535, "port on 127.0.0.1"},
    {"clients", 50, 1, 10000, "connections"},
    {"size", 64, 0, LONGEST, "bytes of a message"},
    {"rate", 20000, 1, 1e7, "requests a second, of all clients together"},
    {"seconds", 5, .01, 86400, "time measured, after a warm-up"},
    {"warmup", 1, 0, 3600, "seconds before, not measured; then all starts with an empty schedule"},
    {0},
};
// What one part of the load, the warm-up or the measured one, has come to.
typedef struct {
    Latency latency;
    uint64_t sent, wrong, longest;
} Part;

static Batch batch;
static int epoll, clients;
static double rate;
static Client *all;

static void fail(const char *what) {
    fprintf(stderr, "open-load: %s\n", what);
    exit(1);
}

static uint64_t due_at(uint64_t from, uint64_t number) {
    return from + (uint64_t)((double)number * 1e9 / rate);
}

static void start(Client *client, uint64_t from) {
    client->due = due_at(from, client->next);
    client->next += (uint64_t)clients;
    client->busy = true;
    client->got = 0;
    // A closed connection is to be an error with a text, not a signal.
    if (must((int)send(client->fd, batch.request, batch.bytes, MSG_NOSIGNAL), "send") != (int)batch.bytes) {
        fail("a socket took a part of a request only");
    }
}

// True when the whole reply is here.
static bool read_reply(Client *client) {
    ssize_t n = read(client->fd, client->in + client->got, batch.bytes + 1 - client->got);
    if (n == 0) {
        fail("the server closed a connection");
    }
    if (n < 0) {
        return errno == EAGAIN ? false : must(-1, "read");
    }
    if (!client->busy) {
        fail("the server sent something that was not asked for");
    }
    client->got += (size_t)n;
    return client->got >= batch.bytes;
}

static void end_request(Client *client, Part *part) {
    uint64_t took = now_nanos() - client->due;
    record(&part->latency, took);
    part->longest = took > part->longest ? took : part->longest;
    part->wrong += client->got != batch.bytes || memcmp(client->in, batch.reply, batch.bytes);
    client->busy = false;
}

// Sends what is due from now on for so long, and waits for its replies; false when some did not come.
static bool run(uint64_t length, Part *part) {
    static struct epoll_event ready[512];
    uint64_t from = now_nanos(), given = 0;
    for (int i = 0; i < clients; i++) {
        all[i].next = (uint64_t)i;
    }
    while (due_at(0, given) < length || part->latency.total < given) {
        uint64_t now = now_nanos();
        if (now - from > length + GRACE_SECONDS * UINT64_C(1000000000)) {
            return false;
        }
        for (; due_at(0, given) < length && due_at(from, given) <= now; given++) {
            Client *client = &all[given % (uint64_t)clients];
            if (!client->busy) {
                start(client, from);
                part->sent++;
            }
        }
        int n = must(epoll_wait(epoll, ready, 512, 0), "epoll_wait");
        for (int i = 0; i < n; i++) {
            Client *client = ready[i].data.ptr;
            if (!read_reply(client)) {
                continue;
            }
            end_request(client, part);
            if (client->next < given) {
                start(client, from);
                part->sent++;
            }
        }
    }
    return true;
}

// p50 32.9  p90 40.3  p99 107.1  p99.9 2875.0  max 4021.3 us  sent 100000  replies 100000  wrong 0
static void print_part(const Part *part) {
    const Latency *latency = &part->latency;
    if (latency->total) {
        printf("p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f us  ", percentile_micros(latency, 50), percentile_micros(latency, 90),
               percentile_micros(latency, 99), percentile_micros(latency, 99.9), (double)part->longest / 1e3);
    }
    printf("sent %llu  replies %llu  wrong %llu\n", (unsigned long long)part->sent, (unsigned long long)latency->total,
           (unsigned long long)part->wrong);
}

static void connect_all(int port) {
    all = calloc((size_t)clients, sizeof *all);
    if (!all) {
        fail("no memory for so many clients");
    }
    for (int i = 0; i < clients; i++) {
        all[i].fd = connect_to(SOCK_STREAM, port);
        must(fcntl(all[i].fd, F_SETFL, O_NONBLOCK), "fcntl");
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        must(epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event), "epoll_ctl");
    }
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Loads a `reverse` server over TCP on a schedule and checks every reply.", options);
    clients = (int)options[1].value;
    rate = options[3].value;
    raise_descriptor_limit();
    batch = new_batch(1, (int)options[2].value);
    epoll = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    connect_all((int)options[0].value);
    static Part warm_up, measured;
    if (!run((uint64_t)(options[5].value * 1e9), &warm_up)) {
        fail("the server does not keep up with the warm-up");
    }
    bool complete = run((uint64_t)(options[4].value * 1e9), &measured);
    print_part(&measured);
    if (!complete) {
        fail("the server does not keep up: replies are missing, and the percentiles leave them out");
    }
    if (measured.wrong || warm_up.wrong) {
        fail(measured.wrong ? "replies were wrong" : "replies were wrong in the warm-up");
    }
}
