/*
 * What poll() and select() share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_POLL_WAIT_H
#define VFS_POLL_WAIT_H

#include <stdint.h>
#include <time.h>

/* Calls look until it returns something else than 0, which is returned; 0 at the deadline. */
int poll_until(int (*look)(void *data), void *data, uint64_t deadline);

/* What of events holds for the descriptor, with POLLERR, POLLHUP, POLLNVAL. */
int poll_file(int fd, int events);

/* From now on; NULL is for ever. 0 or -EINVAL. */
int poll_deadline(const struct timespec *timeout, uint64_t *deadline);

#endif
