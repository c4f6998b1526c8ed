/*
 * Condition variables.
 */
/* SPDX-License-Identifier: MIT */
#include <kernel/condition.h>
#include <kernel/lock.h>
#include "thread_private.h"

static int condition_await(wait_sleep_fn *sleep, struct condition *condition, struct mutex *mutex,
                           uint64_t deadline)
{
    bool unlock = kernel_lock_save();
    unsigned int depth = mutex->depth;
    int error;

    if (depth)
        mutex->depth = 1;           /* the unlock is the last one */
    mutex_unlock(mutex);
    error = wait_for_thread(sleep, &condition->waiting, deadline, WAIT_CONDITION, condition);
    mutex_lock(mutex);
    mutex->depth = depth;
    kernel_lock_restore(unlock);
    return error;
}

int condition_wait(struct condition *condition, struct mutex *mutex, uint64_t deadline)
{
    return condition_await(wait_queue_sleep_cancellable, condition, mutex, deadline);
}

int condition_wait_interruptible(struct condition *condition, struct mutex *mutex,
                                 uint64_t deadline)
{
    return condition_await(wait_queue_sleep_interruptible, condition, mutex, deadline);
}

void condition_signal(struct condition *condition)
{
    wait_queue_wake_one(&condition->waiting);
}

void condition_broadcast(struct condition *condition)
{
    wait_queue_wake_all(&condition->waiting);
}
