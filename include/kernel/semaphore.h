/*
 * Semaphores: a number that does not go below 0. Its value at first is the
 * owner's to set.
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
 * Takes one, waiting until there is one: 0, or -ETIMEDOUT at the deadline (of
 * the monotonic clock; 0 does not wait). Thread context.
 */
int semaphore_down(struct semaphore *semaphore, uint64_t deadline);

/* Gives one. Any context. -EOVERFLOW, and nothing has changed: there are UINT_MAX. */
int semaphore_up(struct semaphore *semaphore);

#endif
