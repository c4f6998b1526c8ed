/*
 * Waiting until one of several files can be read or written.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_POLL_H
#define LIBC_POLL_H

#include <sys/cdefs.h>
#include <sys/select.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define POLLIN      0x001
#define POLLPRI     0x002
#define POLLOUT     0x004
#define POLLERR     0x008
#define POLLHUP     0x010
#define POLLNVAL    0x020
#define POLLRDNORM  0x040
#define POLLRDBAND  0x080
#define POLLWRNORM  0x100
#define POLLWRBAND  0x200

struct pollfd {
    int fd;
    short events;
    short revents;
};

typedef unsigned long nfds_t;

/* timeout in milliseconds; below 0: for ever. */
int poll(struct pollfd *fds, nfds_t count, int timeout);
#if __GNU_VISIBLE
int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
#endif

#ifdef __cplusplus
}
#endif
#endif
