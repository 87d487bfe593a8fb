// The reference: `reverse` over TCP and UDP with epoll. It does the least a correct server can do: one read and one write
// for what has arrived, no deadlines, no limits, no log. Its rate is what the machine and the client allow.
#define _GNU_SOURCE
#include "loopback.h"
#include "options.h"
#include "reverse.h"
#include <pthread.h>
#include <sys/epoll.h>

enum { ROOM = 65536 }; // what is read at once; replies are as long as their requests

typedef struct {
    int fd;
    size_t held;          // bytes of a frame that is not whole yet
    unsigned char *owed;  // replies the peer has not taken; meanwhile nothing more is read from it
    size_t owed_bytes, taken;
    unsigned char in[ROOM];
} Peer;

static Option options[] = {
    {"port", 18080, 0, 65535, "port on 127.0.0.1, TCP and UDP; 0 picks a free one"},
    {"loops", 1, 1, 64, "threads, each with sockets of its own on the port"},
    {0},
};

static void reverse_frame(unsigned char *to, const unsigned char *frame) {
    size_t length = frame[0];
    to[0] = frame[0];
    for (size_t i = 0; i < length; i++) {
        to[1 + i] = frame[length - i];
    }
}

static void watch(int epoll, int operation, Peer *peer, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = peer};
    must(epoll_ctl(epoll, operation, peer->fd, &event), "epoll_ctl");
}

static void forget(Peer *peer) {
    close(peer->fd);
    free(peer->owed);
    free(peer);
}

// How many bytes the peer took, or -1 when it is gone.
static ssize_t write_some(Peer *peer, const unsigned char *bytes, size_t count) {
    ssize_t n = write(peer->fd, bytes, count);
    return n < 0 && errno == EAGAIN ? 0 : n;
}

// False when the peer is gone.
static bool write_owed(int epoll, Peer *peer) {
    ssize_t n = write_some(peer, peer->owed + peer->taken, peer->owed_bytes - peer->taken);
    if (n < 0) {
        return false;
    }
    peer->taken += (size_t)n;
    if (peer->taken == peer->owed_bytes) {
        free(peer->owed);
        peer->owed = NULL;
        watch(epoll, EPOLL_CTL_MOD, peer, EPOLLIN);
    }
    return true;
}

static bool write_replies(int epoll, Peer *peer, const unsigned char *replies, size_t bytes) {
    ssize_t n = bytes ? write_some(peer, replies, bytes) : 0;
    if (n >= 0 && (size_t)n < bytes) {
        peer->taken = 0;
        peer->owed_bytes = bytes - (size_t)n;
        peer->owed = malloc(peer->owed_bytes);
        memcpy(peer->owed, replies + n, peer->owed_bytes);
        watch(epoll, EPOLL_CTL_MOD, peer, EPOLLOUT);
    }
    return n >= 0;
}

static bool read_requests(int epoll, Peer *peer, unsigned char *out) {
    ssize_t n = read(peer->fd, peer->in + peer->held, ROOM - peer->held);
    if (n <= 0) {
        return n < 0 && errno == EAGAIN;
    }
    peer->held += (size_t)n;
    size_t at = 0;
    while (at < peer->held && at + 1 + peer->in[at] <= peer->held) {
        reverse_frame(out + at, peer->in + at);
        at += 1u + peer->in[at];
    }
    peer->held -= at;
    memmove(peer->in, peer->in + at, peer->held);
    return write_replies(epoll, peer, out, at);
}

static void accept_all(int epoll, int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        Peer *peer = calloc(1, sizeof *peer); // cleared, as a buffer of a JVM is: a connection costs both sides the same
        peer->fd = fd;
        set_no_delay(fd);
        watch(epoll, EPOLL_CTL_ADD, peer, EPOLLIN);
    }
    if (errno != EAGAIN && errno != ECONNABORTED) {
        must(-1, "accept");
    }
}

static void answer_datagrams(int fd) {
    unsigned char in[LONGEST + 2], out[LONGEST + 2];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t n;
    while ((n = recvfrom(fd, in, sizeof in, 0, (struct sockaddr *)&from, &size)) >= 0) {
        if (n >= 1 && n == in[0] + 1) { // exactly one frame
            reverse_frame(out, in);
            sendto(fd, out, (size_t)n, 0, (struct sockaddr *)&from, size);
        }
    }
}

static int open_socket(int type, int port) {
    int on = 1, fd = must(socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
    must(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on), "SO_REUSEPORT");
    struct sockaddr_in address = loopback(1, port);
    must(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    if (type == SOCK_STREAM) {
        must(listen(fd, 1024), "listen");
    }
    return fd;
}

static int port_of(int fd) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    must(getsockname(fd, (struct sockaddr *)&address, &size), "getsockname");
    return ntohs(address.sin_port);
}

typedef struct {
    Peer tcp, udp;
} Loop;

static void *serve(void *argument) {
    Loop *loop = argument;
    int epoll = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    watch(epoll, EPOLL_CTL_ADD, &loop->tcp, EPOLLIN);
    watch(epoll, EPOLL_CTL_ADD, &loop->udp, EPOLLIN);
    struct epoll_event ready[256];
    unsigned char *out = malloc(ROOM);
    for (;;) {
        int n = epoll_wait(epoll, ready, 256, -1);
        for (int i = 0; i < n; i++) {
            Peer *peer = ready[i].data.ptr;
            if (peer == &loop->tcp) {
                accept_all(epoll, peer->fd);
            } else if (peer == &loop->udp) {
                answer_datagrams(peer->fd);
            } else if (!(peer->owed ? write_owed(epoll, peer) : read_requests(epoll, peer, out))) {
                forget(peer);
            }
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Serves `reverse` over TCP and UDP on 127.0.0.1, as the reference to measure servers against.", options);
    raise_descriptor_limit();
    int port = (int)options[0].value, loops = (int)options[1].value;
    Loop *all = calloc((size_t)loops, sizeof *all);
    for (int i = 0; i < loops; i++) {
        all[i].tcp.fd = open_socket(SOCK_STREAM, port);
        port = port_of(all[i].tcp.fd);
        all[i].udp.fd = open_socket(SOCK_DGRAM, port);
    }
    printf("ready reverse+tcp://127.0.0.1:%d\nready reverse+udp://127.0.0.1:%d\n", port, port);
    fflush(stdout);
    for (int i = 1; i < loops; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, &all[i])) {
            must(-1, "pthread_create");
        }
    }
    serve(&all[0]);
}
