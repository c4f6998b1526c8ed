/*
 * Mutexes.
 *
 * Taking a free mutex, and releasing one without waiters, needs no lock. An event
 * between two instructions may let another thread run, so
 *   1. the owner changes from nobody to this thread in one instruction;
 *   2. unlocking first marks the mutex free, then looks for waiting threads.
 * A thread that began to wait before step 2 is seen and woken; one that comes later
 * finds the mutex free. A waiter looks once more, under the kernel lock, before it sleeps.
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

    /* After the timeout, one more try: the mutex may have become free at the same moment. */
    while (!(mine = mutex_take(mutex)) && !error)
        error = wait_for_thread(wait_queue_sleep, &mutex->waiting, deadline, WAIT_MUTEX, mutex);
    kernel_lock_restore(unlock);
    return mine ? 0 : error;
}

/* Not inlined, so that the path without waiting needs no stack frame. */
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
