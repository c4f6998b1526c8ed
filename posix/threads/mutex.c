/*
 * POSIX mutexes, built on the kernel's, which know their owner.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <kernel/mutex_inline.h>
#include <kernel/thread.h>
#include <kernel/wait.h>
#include "pmutex.h"

static bool is_mine(const struct pmutex *mutex)
{
    return mutex->mutex.owner == running_thread();
}

/* The caller holds it already: the mutex's type says what happens. */
static int lock_again(struct pmutex *mutex)
{
    struct condition never = { 0 };

    if (mutex->type == PTHREAD_MUTEX_RECURSIVE) {
        if (mutex->mutex.depth == UINT_MAX)
            return EAGAIN;
        mutex_lock(&mutex->mutex);
        return 0;
    }
    while (mutex->type == PTHREAD_MUTEX_NORMAL) {      /* it waits for itself, as POSIX demands */
        struct mutex own = { .owner = NULL };

        mutex_lock(&own);
        condition_wait(&never, &own, WAIT_FOREVER);
    }
    return EDEADLK;
}

/* Not inlined, so that the usual path stays short. */
static int __attribute__((noinline)) make_and_lock(pthread_mutex_t *handle)
{
    return pmutex_of(handle) ? pthread_mutex_lock(handle) : object_missing(handle);
}

int pthread_mutex_lock(pthread_mutex_t *handle)
{
    struct pmutex *mutex = object_made(handle);

    if (!mutex)
        return make_and_lock(handle);
    if (is_mine(mutex))
        return lock_again(mutex);
    if (!mutex_take(&mutex->mutex))
        mutex_lock(&mutex->mutex);
    return 0;
}

int pthread_mutex_trylock(pthread_mutex_t *handle)
{
    struct pmutex *mutex = pmutex_of(handle);

    if (!mutex)
        return object_missing(handle);
    if (is_mine(mutex))
        return mutex->type == PTHREAD_MUTEX_RECURSIVE ? lock_again(mutex) : EBUSY;
    return mutex_try_lock(&mutex->mutex) ? 0 : EBUSY;
}

int pthread_mutex_timedlock(pthread_mutex_t *handle, const struct timespec *time)
{
    int error = pthread_mutex_trylock(handle);
    uint64_t deadline;

    if (error != EBUSY)
        return error;
    if (is_mine(pmutex_of(handle)) && pmutex_of(handle)->type != PTHREAD_MUTEX_NORMAL)
        return EDEADLK;
    error = deadline_of(CLOCK_REALTIME, time, &deadline);
    return error ? error : -mutex_lock_until(&pmutex_of(handle)->mutex, deadline);
}

static int __attribute__((noinline)) make_and_unlock(pthread_mutex_t *handle)
{
    return pmutex_of(handle) ? EPERM : object_missing(handle);
}

int pthread_mutex_unlock(pthread_mutex_t *handle)
{
    struct pmutex *mutex = object_made(handle);

    if (!mutex)
        return make_and_unlock(handle);
    if (!is_mine(mutex))
        return EPERM;
    mutex_give(&mutex->mutex);
    return 0;
}

int pthread_mutex_init(pthread_mutex_t *handle, const pthread_mutexattr_t *attributes)
{
    int error;

    if (attributes && !attributes->is_initialized)
        return EINVAL;
    error = object_make(handle, sizeof(struct pmutex));
    if (!error && attributes)
        pmutex_of(handle)->type = attributes->type;
    return error;
}

static bool pmutex_is_locked(const void *mutex)
{
    return ((const struct pmutex *)mutex)->mutex.owner;
}

int pthread_mutex_destroy(pthread_mutex_t *handle)
{
    return object_destroy(handle, pmutex_is_locked);
}

int pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
    *attributes = (pthread_mutexattr_t){ .is_initialized = 1, .type = PTHREAD_MUTEX_DEFAULT };
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
    attributes->is_initialized = 0;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *type)
{
    *type = attributes->type;
    return attributes->is_initialized ? 0 : EINVAL;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type)
{
    if (!attributes->is_initialized || type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_DEFAULT)
        return EINVAL;
    attributes->type = type;
    return 0;
}
