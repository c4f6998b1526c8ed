/*
 * Mutexes.
 *
 * Taking a free one and giving back one that nobody waits for takes no lock:
 * an event between two instructions may let another thread run, so
 *   1. the owner changes from nobody to us in one instruction;
 *   2. unlocking first says that it is free, then looks for waiting threads.
 * Who began to wait before step 2 is seen and woken; who comes later finds it
 * free. Whoever waits looks once more with the kernel lock held before it sleeps.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <diag/panic.h>
#include <kernel/lock.h>
#include <kernel/mutex_inline.h>
#include "thread_private.h"

bool mutex_try_lock(struct mutex *mutex)
{
    return mutex_take(mutex);
}

int mutex_lock_until(struct mutex *mutex, uint64_t deadline)
{
    bool unlock = kernel_lock_save(), mine;
    int error = 0;

    /* Out of time, one more look: it may have become free together with the timer. */
    while (!(mine = mutex_take(mutex)) && !error)
        error = wait_for_thread(wait_queue_sleep, &mutex->waiting, deadline, WAIT_MUTEX, mutex);
    kernel_lock_restore(unlock);
    return mine ? 0 : error;
}

/* Apart, so that the way without it needs no frame of its own. */
static void __attribute__((noinline)) wait_and_lock(struct mutex *mutex)
{
    mutex_lock_until(mutex, WAIT_FOREVER);
}

void mutex_lock(struct mutex *mutex)
{
    if (!mutex_take(mutex))
        wait_and_lock(mutex);
}

void mutex_not_mine(const struct mutex *mutex)
{
    panic("mutex_unlock: owned by %s, unlocked by %s", thread_name(mutex->owner),
          thread_name(thread_current()));
}

void mutex_unlock(struct mutex *mutex)
{
    mutex_give(mutex);
}
