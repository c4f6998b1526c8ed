/*
 * Wait queues: threads that wait for something to happen.
 *
 *     kernel_lock();
 *     while (!condition)
 *         if (wait_queue_sleep(&queue, deadline))
 *             break;                          -ETIMEDOUT
 *     kernel_unlock();
 *
 * The condition is checked with the lock held, and the thread is on the queue before
 * another can run, so no wake-up between the check and the sleep is lost.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_WAIT_H
#define KERNEL_WAIT_H

#include <stdbool.h>
#include <stdint.h>
#include <lib/list.h>

struct thread;

struct wait_queue {
    struct list threads;                /* by their link, thread_private.h */
};

#define WAIT_FOREVER UINT64_MAX

/*
 * Sleeps until woken, 0, or until the deadline (of the monotonic clock, in
 * ns), -ETIMEDOUT. Kernel lock held before and after; thread context.
 */
int wait_queue_sleep(struct wait_queue *queue, uint64_t deadline);

/*
 * The same, for a call that a signal may interrupt: -EINTR, at once if one is there
 * already. What follows is in <lib/signals.h>.
 */
int wait_queue_sleep_interruptible(struct wait_queue *queue, uint64_t deadline);

/* The same at a point where the thread may be cancelled, <kernel/cancel.h>: -EINTR then. */
int wait_queue_sleep_cancellable(struct wait_queue *queue, uint64_t deadline);

/* Wakes the thread that has waited longest, or all. True if there was one. Any context. */
bool wait_queue_wake_one(struct wait_queue *queue);
void wait_queue_wake_all(struct wait_queue *queue);

#endif
