// What bytes travel on: a connected socket, or, in a tool that is built with -DTLS, TLS over it. Reads and writes are read(2)'s
// and write(2)'s: -1 with EAGAIN where the socket has nothing or takes nothing. Chain and name of the server are not checked.
#ifndef WIRE_H
#define WIRE_H
#include "loopback.h"
#ifdef TLS
#include <openssl/err.h>
#include <openssl/ssl.h>

typedef struct {
    int fd;
    SSL *ssl;
} Wire;

static inline void ssl_failed(const char *call) {
    fprintf(stderr, "%s: ", call);
    ERR_print_errors_fp(stderr);
    exit(1);
}

// Blocks until the handshake is done.
static inline Wire wire_over(int fd) {
    static SSL_CTX *context;
    if (!context) {
        context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    }
    Wire wire = {.fd = fd, .ssl = SSL_new(context)};
    SSL_set_fd(wire.ssl, fd);
    if (SSL_connect(wire.ssl) != 1) {
        ssl_failed("SSL_connect");
    }
    return wire;
}

static inline ssize_t done_of(SSL *ssl, int n, const char *call) {
    int error = n > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl, n);
    if (error == SSL_ERROR_NONE || error == SSL_ERROR_ZERO_RETURN) {
        return n > 0 ? n : 0;
    }
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
        ssl_failed(call);
    }
    errno = EAGAIN;
    return -1;
}

static inline ssize_t wire_read(Wire *wire, void *to, size_t most) {
    return done_of(wire->ssl, SSL_read(wire->ssl, to, (int)most), "SSL_read");
}

static inline ssize_t wire_write(Wire *wire, const void *from, size_t bytes) {
    return done_of(wire->ssl, SSL_write(wire->ssl, from, (int)bytes), "SSL_write");
}
#else
typedef struct {
    int fd;
} Wire;

static inline Wire wire_over(int fd) {
    return (Wire){.fd = fd};
}

static inline ssize_t wire_read(Wire *wire, void *to, size_t most) {
    return read(wire->fd, to, most);
}

static inline ssize_t wire_write(Wire *wire, const void *from, size_t bytes) {
    return write(wire->fd, from, bytes);
}
#endif
#endif
