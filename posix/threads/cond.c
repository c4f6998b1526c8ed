/*
 * POSIX condition variables.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/cancel.h>
#include <kernel/thread.h>
#include <kernel/wait.h>
#include "pmutex.h"

struct pcond {
    struct condition condition;
    bool monotonic;
};

static struct pcond *cond_of(pthread_cond_t *handle)
{
    return object_of(handle, sizeof(struct pcond));
}

static int cond_await(struct pcond *cond, pthread_mutex_t *handle, uint64_t deadline)
{
    struct pmutex *mutex = pmutex_of(handle);
    int error;

    if (!mutex)
        return object_missing(handle);
    if (mutex->mutex.owner != thread_current())
        return EPERM;
    cancel_point_begin();
    error = condition_wait(&cond->condition, &mutex->mutex, deadline);
    cancel_point_end(error);            /* a cancelled thread holds the mutex again */
    return -error;
}

int pthread_cond_wait(pthread_cond_t *handle, pthread_mutex_t *mutex)
{
    struct pcond *cond = cond_of(handle);

    return cond ? cond_await(cond, mutex, WAIT_FOREVER) : object_missing(handle);
}

int pthread_cond_timedwait(pthread_cond_t *handle, pthread_mutex_t *mutex,
                           const struct timespec *time)
{
    struct pcond *cond = cond_of(handle);
    uint64_t deadline;

    if (!cond || deadline_of(cond->monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, time, &deadline))
        return EINVAL;
    return cond_await(cond, mutex, deadline);
}

int pthread_cond_signal(pthread_cond_t *handle)
{
    struct pcond *cond = cond_of(handle);

    if (cond)
        condition_signal(&cond->condition);
    return cond ? 0 : object_missing(handle);
}

int pthread_cond_broadcast(pthread_cond_t *handle)
{
    struct pcond *cond = cond_of(handle);

    if (cond)
        condition_broadcast(&cond->condition);
    return cond ? 0 : object_missing(handle);
}

int pthread_cond_init(pthread_cond_t *handle, const pthread_condattr_t *attributes)
{
    int error = object_make(handle, sizeof(struct pcond));

    if (!error && attributes)
        cond_of(handle)->monotonic = attributes->clock == CLOCK_MONOTONIC;
    return error;
}

static bool is_waited_for(const void *cond)
{
    return ((const struct pcond *)cond)->condition.waiting.threads.first;
}

int pthread_cond_destroy(pthread_cond_t *handle)
{
    return object_destroy(handle, is_waited_for);
}

int pthread_condattr_init(pthread_condattr_t *attributes)
{
    *attributes = (pthread_condattr_t){ .is_initialized = 1, .clock = CLOCK_REALTIME };
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
    attributes->is_initialized = 0;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *restrict attributes,
                              clockid_t *restrict clock)
{
    *clock = attributes->clock;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
    if (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME)
        return EINVAL;
    attributes->clock = clock;
    return 0;
}
