/*
 * Semaphores.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <kernel/lock.h>
#include <kernel/semaphore.h>
#include "thread_private.h"

int semaphore_down(struct semaphore *semaphore, uint64_t deadline)
{
    bool unlock = kernel_lock_save();
    int error = deadline ? 0 : -ETIMEDOUT;

    while (!semaphore->value && !error)
        error = wait_for_thread(wait_queue_sleep_cancellable, &semaphore->waiting, deadline,
                                WAIT_SEMAPHORE, semaphore);
    if (semaphore->value) {
        semaphore->value--;
        error = 0;
    }
    kernel_lock_restore(unlock);
    return error;
}

int semaphore_up(struct semaphore *semaphore)
{
    bool unlock = kernel_lock_save(), full = semaphore->value == UINT_MAX;

    semaphore->value += !full;
    wait_queue_wake_one(&semaphore->waiting);
    kernel_lock_restore(unlock);
    return full ? -EOVERFLOW : 0;
}
