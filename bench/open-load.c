// Open-loop TCP load, one thread that never sleeps: request k is due at k/rate and belongs to client k mod clients. A client has one
// request under way; what comes due meanwhile waits in order and keeps its due time. A latency runs from the moment a request was due.
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
    unsigned char in[LONGEST + 2];
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
static Batch batch;
static int epoll, clients;
static double rate;
static Client *all;

static uint64_t due_at(uint64_t from, uint64_t number) {
    return from + (uint64_t)((double)number * 1e9 / rate);
}

static void start(Client *client, uint64_t from) {
    client->due = due_at(from, client->next);
    client->next += (uint64_t)clients;
    client->busy = true;
    client->got = 0;
    if (must((int)write(client->fd, batch.request, batch.bytes), "write") != (int)batch.bytes) {
        fprintf(stderr, "open-load: a socket took a part of a request only\n");
        exit(1);
    }
}

// True when the whole reply is here.
static bool read_reply(Client *client) {
    ssize_t n = read(client->fd, client->in + client->got, sizeof client->in - client->got);
    if (n == 0) {
        fprintf(stderr, "open-load: the server closed a connection\n");
        exit(1);
    }
    if (n < 0) {
        return errno == EAGAIN ? false : must(-1, "read");
    }
    client->got += (size_t)n;
    return client->got >= batch.bytes;
}

// Sends what is due from now on for so long, and waits for its replies; how many were wrong.
static uint64_t run(uint64_t length, Latency *latency) {
    uint64_t from = now_nanos(), end = from + length, last = (uint64_t)((double)length * rate / 1e9), given = 0, wrong = 0;
    uint64_t open = 0;
    static struct epoll_event ready[512];
    for (int i = 0; i < clients; i++) {
        all[i].next = (uint64_t)i;
        all[i].busy = false;
    }
    while (given < last || open > 0) {
        uint64_t now = now_nanos();
        if (now > end + GRACE_SECONDS * 1000000000ull) {
            fprintf(stderr, "open-load: the server does not keep up: %llu requests without a reply\n", (unsigned long long)open);
            exit(1);
        }
        for (; given < last && due_at(from, given) <= now; given++, open++) {
            Client *client = &all[given % (uint64_t)clients];
            if (!client->busy) {
                start(client, from);
            }
        }
        int n = epoll_wait(epoll, ready, 512, 0);
        for (int i = 0; i < n; i++) {
            Client *client = ready[i].data.ptr;
            if (!read_reply(client)) {
                continue;
            }
            now = now_nanos();
            wrong += client->got != batch.bytes || memcmp(client->in, batch.reply, batch.bytes);
            record(latency, now - client->due);
            client->busy = false;
            open--;
            if (client->next < given) {
                start(client, from);
            }
        }
    }
    return wrong;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Loads a `reverse` server over TCP on a schedule and checks every reply.", options);
    clients = (int)options[1].value;
    rate = options[3].value;
    raise_descriptor_limit();
    batch = new_batch(1, (int)options[2].value);
    epoll = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    all = calloc((size_t)clients, sizeof *all);
    for (int i = 0; i < clients; i++) {
        all[i].fd = connect_to(SOCK_STREAM, (int)options[0].value);
        must(fcntl(all[i].fd, F_SETFL, O_NONBLOCK), "fcntl");
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        must(epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event), "epoll_ctl");
    }
    static Latency warm, latency;
    run((uint64_t)(options[5].value * 1e9), &warm);
    uint64_t began = now_nanos(), wrong = run((uint64_t)(options[4].value * 1e9), &latency);
    double seconds = (double)(now_nanos() - began) / 1e9;
    printf("p50 %.1f  p90 %.1f  ", percentile_micros(&latency, 50), percentile_micros(&latency, 90));
    print_result((double)latency.total / seconds, "msg/s", &latency, "wrong", wrong);
    return wrong != 0;
}
