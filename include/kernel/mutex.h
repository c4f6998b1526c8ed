/*
 * Mutexes. A mutex knows its owner, which may lock it again and must unlock it as
 * often. A zeroed mutex is unlocked. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_MUTEX_H
#define KERNEL_MUTEX_H

#include <stdbool.h>
#include <kernel/wait.h>

struct mutex {
    struct thread *owner;
    unsigned int depth;
    struct wait_queue waiting;
};

void mutex_lock(struct mutex *mutex);

/* The same with a deadline of the monotonic clock: 0 or -ETIMEDOUT. */
int mutex_lock_until(struct mutex *mutex, uint64_t deadline);

/* False if another thread owns it. */
bool mutex_try_lock(struct mutex *mutex);

/* Panics if the caller does not own it. */
void mutex_unlock(struct mutex *mutex);

#endif
