/*
 * Condition variables: waiting until another thread makes a condition true.
 *
 *     mutex_lock(&mutex);
 *     while (!condition)
 *         if (condition_wait(&changed, &mutex, deadline))
 *             break;                          -ETIMEDOUT
 *     mutex_unlock(&mutex);
 *
 * A zeroed structure is a condition variable. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_CONDITION_H
#define KERNEL_CONDITION_H

#include <stdint.h>
#include <kernel/mutex.h>

struct condition {
    struct wait_queue waiting;
};

/*
 * Releases the mutex, however often it is locked, and sleeps, in one step; owns the
 * mutex again when it returns. 0, or -ETIMEDOUT at the deadline (of the monotonic
 * clock). Panics if the caller does not own the mutex.
 */
int condition_wait(struct condition *condition, struct mutex *mutex, uint64_t deadline);

/* The same for a call that a signal may interrupt, <lib/signals.h>: -EINTR then. */
int condition_wait_interruptible(struct condition *condition, struct mutex *mutex,
                                 uint64_t deadline);

/* Wakes the thread that waited longest, or all. With the mutex held or not. */
void condition_signal(struct condition *condition);
void condition_broadcast(struct condition *condition);

#endif
