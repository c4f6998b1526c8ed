/*
 * For kinds of file whose readiness changes: how waiting threads learn of it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_POLL_H
#define VFS_POLL_H

#include <kernel/wait.h>

/*
 * The result of some file's `ready` may have changed: all threads in poll() look again.
 * Any context.
 */
void poll_changed(void);

/*
 * For poll() and its kin: a look at files after reading the count, and, if that is still the
 * same with the kernel lock held, a sleep in the queue.
 */
struct poll_changes {
    volatile unsigned int count;
    struct wait_queue waiting;
};
extern struct poll_changes poll_changes;

#endif
