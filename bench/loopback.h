// Sockets on 127.0.0.0/8, and the clock. A system call that fails ends the tool with status 1 and the call's name.
#ifndef LOOPBACK_H
#define LOOPBACK_H
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static inline int must(int result, const char *call) {
    if (result < 0) {
        perror(call);
        exit(1);
    }
    return result;
}

static inline uint64_t now_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// 127.0.0.1 for host 1, 127.0.0.2 for host 2 ...
static inline struct sockaddr_in loopback(unsigned host, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl((127u << 24) + host);
    return address;
}

static inline void set_no_delay(int fd) {
    int on = 1;
    must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

// A blocking socket connected to 127.0.0.1.
static inline int connect_to(int type, int port) {
    int fd = must(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");
    struct sockaddr_in server = loopback(1, port);
    char call[40];
    snprintf(call, sizeof call, "connect to 127.0.0.1:%d", port);
    must(connect(fd, (struct sockaddr *)&server, sizeof server), call);
    if (type == SOCK_STREAM) {
        set_no_delay(fd);
    }
    return fd;
}

// As many descriptors as this process may have.
static inline void raise_descriptor_limit(void) {
    struct rlimit limit;
    must(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    must(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}
#endif
