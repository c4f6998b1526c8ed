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
 * Calls look until it returns something else than 0, which is returned; 0 at the deadline;
 * -EINTR when a handler of signals has run. With a mask, that is the thread's while it sleeps.
 */
int poll_until(int (*look)(void *data), void *data, uint64_t deadline, const sigset_t *mask);

/* What of events holds for the descriptor, with POLLERR, POLLHUP, POLLNVAL. */
int poll_file(int fd, int events);

/* From now on; NULL is for ever. 0 or -EINVAL. */
int poll_deadline(const struct timespec *timeout, uint64_t *deadline);

#endif
