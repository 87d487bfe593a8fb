// Load for a server of the beanstalk protocol, one thread: each connection puts as many messages as it may have under way, reserves as
// many, and deletes what it got, again and again. What is counted is messages that were put, reserved and deleted, per second; or only
// put, or only reserved and deleted.
#define _GNU_SOURCE
#include "loopback.h"
#include "options.h"
#include <sys/epoll.h>

enum { MOST_DEPTH = 64, LONGEST_BODY = 65535, LINE = 64 };

typedef enum { PUT, RESERVE, DELETE } Step;

typedef struct {
    int fd;
    Step step;
    int replies; // of this step, so far
    bool filling; // the next step is not its own to take
    uint64_t ids[MOST_DEPTH];
    size_t got;  // bytes in in[]
    char *in;
} Connection;

static Option options[] = {
    {"port", 11300, 1, 65535, "port on 127.0.0.1"},
    {"clients", 50, 1, 1000, "connections"},
    {"depth", 1, 1, MOST_DEPTH, "messages under way on each"},
    {"size", 64, 1, LONGEST_BODY, "bytes of a body"},
    {"seconds", 3, .01, 86400, "time measured, after a warm-up"},
    {"warmup", 1, 0, 3600, "seconds before, not measured"},
    {"ready", 0, 0, 1e8, "messages that are ready before all that"},
    {"held", 0, 0, 1e8, "messages that one more connection holds meanwhile"},
    {"only", 0, 0, 2, "1: messages are put; 2: what is ready is reserved and deleted; 0: all of it"},
    {0},
};

static int depth;
static Step first, last; // of the steps that are taken
static size_t size, room;
static char *puts_bytes, *reserves_bytes;
static size_t puts_length, reserves_length;
static uint64_t done;

static void fail(const char *what, const char *line) {
    fprintf(stderr, "queue-load: %s: %.60s\n", what, line);
    exit(1);
}

static void send_all(int fd, const char *bytes, size_t length) {
    if (must((int)send(fd, bytes, length, MSG_NOSIGNAL), "send") != (int)length) {
        fail("a socket took a part only", "");
    }
}

static void begin(Connection *connection, Step step) {
    connection->step = step;
    connection->replies = 0;
    if (step == PUT) {
        send_all(connection->fd, puts_bytes, puts_length);
    } else if (step == RESERVE) {
        send_all(connection->fd, reserves_bytes, reserves_length);
    } else {
        char deletes[MOST_DEPTH * LINE];
        size_t length = 0;
        for (int i = 0; i < depth; i++) {
            length += (size_t)sprintf(deletes + length, "delete %lu\r\n", (unsigned long)connection->ids[i]);
        }
        send_all(connection->fd, deletes, length);
    }
}

// Bytes of the reply at the beginning of the input; 0 when it is not all there.
static size_t reply(Connection *connection, const char *at, size_t length) {
    const char *end = memmem(at, length, "\r\n", 2);
    if (!end) {
        return 0;
    }
    size_t bytes = (size_t)(end - at) + 2;
    unsigned long id, body;
    if (connection->step == PUT && !strncmp(at, "INSERTED ", 9)) {
        return bytes;
    }
    if (connection->step == RESERVE && sscanf(at, "RESERVED %lu %lu", &id, &body) == 2) {
        connection->ids[connection->replies] = id;
        bytes += body + 2;
        return bytes <= length ? bytes : 0;
    }
    if (connection->step == DELETE && !strncmp(at, "DELETED", 7)) {
        return bytes;
    }
    fail("unexpected reply", at);
    return 0;
}

static void readable(Connection *connection) {
    int n = must((int)recv(connection->fd, connection->in + connection->got, room - connection->got, 0), "recv");
    if (n == 0) {
        fail("the server closed a connection", "");
    }
    connection->got += (size_t)n;
    connection->in[connection->got] = 0;
    size_t used = 0;
    for (size_t bytes; (bytes = reply(connection, connection->in + used, connection->got - used)) > 0;) {
        used += bytes;
        if (++connection->replies == depth && !connection->filling) {
            done += connection->step == last ? (uint64_t)depth : 0;
            begin(connection, connection->step == last ? first : connection->step + 1);
        }
    }
    memmove(connection->in, connection->in + used, connection->got - used);
    connection->got -= used;
}

// Takes a step again and again, waiting for its replies.
static void repeat(Connection *connection, Step step, uint64_t messages) {
    for (uint64_t n = 0; n < messages; n += (uint64_t)depth) {
        begin(connection, step);
        while (connection->step == step && connection->replies < depth) {
            readable(connection);
        }
    }
}

static Connection *connected(void) {
    Connection *connection = calloc(1, sizeof *connection);
    connection->fd = connect_to(SOCK_STREAM, (int)options[0].value);
    connection->in = malloc(room + 1);
    return connection;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Puts, reserves and deletes messages; prints messages/s.", options);
    int clients = (int)options[1].value;
    depth = (int)options[2].value;
    size = (size_t)options[3].value;
    first = options[8].value == 2 ? RESERVE : PUT;
    last = options[8].value == 1 ? PUT : DELETE;
    room = (size_t)depth * (size + LINE) + LINE;
    puts_bytes = malloc(room);
    reserves_bytes = malloc(room);
    for (int i = 0; i < depth; i++) {
        puts_length += (size_t)sprintf(puts_bytes + puts_length, "put 1024 0 3600 %zu\r\n", size);
        memset(puts_bytes + puts_length, 'x', size);
        memcpy(puts_bytes + puts_length + size, "\r\n", 2);
        puts_length += size + 2;
        reserves_length += (size_t)sprintf(reserves_bytes + reserves_length, "reserve\r\n");
    }
    Connection *filler = connected();
    filler->filling = true;
    repeat(filler, PUT, (uint64_t)options[7].value);
    repeat(filler, RESERVE, (uint64_t)options[7].value);
    repeat(filler, PUT, (uint64_t)options[6].value);
    int epoll = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    for (int i = 0; i < clients; i++) {
        Connection *connection = connected();
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        must(epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event), "epoll_ctl");
        begin(connection, first);
    }
    uint64_t from = now_nanos() + (uint64_t)(options[5].value * 1e9);
    uint64_t until = from + (uint64_t)(options[4].value * 1e9), before = 0;
    bool measuring = false;
    uint64_t now;
    while ((now = now_nanos()) < until) {
        if (!measuring && now >= from) {
            measuring = true;
            before = done;
            from = now;
        }
        struct epoll_event events[64];
        int n = must(epoll_wait(epoll, events, 64, 100), "epoll_wait");
        for (int i = 0; i < n; i++) {
            readable(events[i].data.ptr);
        }
    }
    printf("%.0f\n", (double)(done - before) * 1e9 / (double)(now - from));
    return 0;
}
