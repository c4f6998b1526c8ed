/*
 * For kinds of file whose readiness changes: how those that wait for it learn.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_POLL_H
#define VFS_POLL_H

#include <kernel/wait.h>

/*
 * What `ready` of some file returns has changed, or may have. All that poll()
 * look again. Any context.
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
