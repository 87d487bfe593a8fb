// Closed-loop load over TCP, as tls-load over TLS, one thread with epoll: each client writes a batch of requests at once, waits for all replies,
// compares them byte by byte, and writes the next. A latency is that of a whole batch.
#define _GNU_SOURCE
#include "latency.h"
#include "loopback.h"
#include "options.h"
#include "reverse.h"
#include "wire.h"
#include <fcntl.h>
#include <sys/epoll.h>

enum { STALLED_SECONDS = 10 };

typedef struct {
    Wire wire;
    size_t sent, got;
    uint64_t began;
    unsigned char in[LARGEST_BATCH + 1]; // one more than a batch: bytes too many are seen
} Client;

static Option options[] = {
    {"port", 18080, 1, 65535, "port on 127.0.0.1"},
    {"clients", 50, 1, 100000, "connections"},
    {"size", 64, 0, LONGEST, "bytes of a message"},
    {"depth", 1, 1, 4096, "requests written at once"},
    {"seconds", 3, .01, 86400, "time measured, after a warm-up"},
    {"warmup", .3, 0, 100, "length of the warm-up, as a share of the time measured"},
    {0},
};
static Batch batch;
static int epoll;

static void fail(const char *what) {
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static void watch(int operation, Client *client, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    must(epoll_ctl(epoll, operation, client->wire.fd, &event), "epoll_ctl");
}

// Most often one write; a batch larger than the socket's buffer goes on when there is room.
static void write_batch(Client *client) {
    bool waited = client->sent > 0;
    ssize_t n = wire_write(&client->wire, batch.request + client->sent, batch.bytes - client->sent);
    if (n < 0 && errno != EAGAIN) {
        must(-1, "write");
    }
    client->sent += n > 0 ? (size_t)n : 0;
    if (client->sent < batch.bytes) {
        watch(EPOLL_CTL_MOD, client, EPOLLIN | EPOLLOUT);
    } else if (waited) {
        watch(EPOLL_CTL_MOD, client, EPOLLIN);
    }
}

static void start_batch(Client *client) {
    client->sent = client->got = 0;
    client->began = now_nanos();
    write_batch(client);
}

// True when all replies of the batch are here.
static bool read_replies(Client *client) {
    ssize_t n = wire_read(&client->wire, client->in + client->got, batch.bytes + 1 - client->got);
    if (n == 0) {
        fail("the server closed a connection");
    }
    if (n < 0) {
        return errno == EAGAIN ? false : must(-1, "read");
    }
    client->got += (size_t)n;
    return client->got >= batch.bytes;
}

static void connect_all(int clients, int port) {
    for (int i = 0; i < clients; i++) {
        Client *client = calloc(1, sizeof *client);
        client->wire = wire_over(connect_to(SOCK_STREAM, port));
        must(fcntl(client->wire.fd, F_SETFL, O_NONBLOCK), "fcntl");
        watch(EPOLL_CTL_ADD, client, EPOLLIN);
        start_batch(client);
    }
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Loads a `reverse` server over TCP, as tls-load over TLS, in a closed loop and checks every reply.", options);
    int port = (int)options[0].value, clients = (int)options[1].value, depth = (int)options[3].value;
    if ((options[2].value + 1) * depth > LARGEST_BATCH) {
        fail("(size + 1) * depth must not exceed 65536");
    }
    raise_descriptor_limit();
    batch = new_batch(depth, (int)options[2].value);
    epoll = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    uint64_t length = (uint64_t)(options[4].value * 1e9);
    connect_all(clients, port);
    uint64_t from = now_nanos() + (uint64_t)((double)length * options[5].value), end = from + length, heard = now_nanos(), now;
    static Latency latency;
    static struct epoll_event ready[512];
    uint64_t messages = 0, wrong = 0;
    while ((now = now_nanos()) < end) {
        int n = epoll_wait(epoll, ready, 512, 100);
        if (n <= 0 && now_nanos() - heard > STALLED_SECONDS * 1000000000ull) {
            fail("no reply for 10 s");
        }
        for (int i = 0; i < n; i++) {
            Client *client = ready[i].data.ptr;
            if (client->sent < batch.bytes) {
                write_batch(client);
            }
            if (!(ready[i].events & ~EPOLLOUT) || !read_replies(client)) {
                continue;
            }
            heard = now_nanos();
            wrong += client->got != batch.bytes || memcmp(client->in, batch.reply, batch.bytes);
            if (heard >= from) {
                messages += (uint64_t)depth;
                record(&latency, heard - client->began);
            }
            start_batch(client);
        }
    }
    print_result((double)messages / ((double)(now - from) / 1e9), "msg/s", &latency, "wrong", wrong);
    return wrong != 0;
}
