/*
 * What poll() and select() share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_FILES_POLL_WAIT_H
#define POSIX_FILES_POLL_WAIT_H

#include <signal.h>
#include <stdint.h>
#include <time.h>

/*
 * Calls look() until it returns non-zero, and returns that; 0 at the deadline; -EINTR when a
 * signal handler has run. A mask that is given is the thread's signal mask while it sleeps.
 */
int poll_until(int (*look)(void *data), void *data, uint64_t deadline, const sigset_t *mask);

/* Which of events hold for the descriptor, with POLLERR, POLLHUP, POLLNVAL. */
int poll_file(int fd, int events);

/* The deadline of a timeout that begins now; NULL waits for ever. 0 or -EINVAL. */
int poll_deadline(const struct timespec *timeout, uint64_t *deadline);

#endif
