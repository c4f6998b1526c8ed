/*
 * Semaphores: a count that does not go below 0. The owner sets its initial value.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_SEMAPHORE_H
#define KERNEL_SEMAPHORE_H

#include <stdint.h>
#include <kernel/wait.h>

struct semaphore {
    unsigned int value;
    struct wait_queue waiting;
};

/*
 * Decrements the count, waiting until it is above 0: 0, or -ETIMEDOUT at the deadline
 * (of the monotonic clock; 0 does not wait). Thread context.
 */
int semaphore_down(struct semaphore *semaphore, uint64_t deadline);

/* Increments the count. -EOVERFLOW, with nothing changed, if it is UINT_MAX. Any context. */
int semaphore_up(struct semaphore *semaphore);

#endif
