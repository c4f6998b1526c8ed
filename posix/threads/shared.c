/*
 * Attributes without a choice: there is one process, and it never forks.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include "private.h"

static int set_shared(int shared)
{
    if (shared == PTHREAD_PROCESS_PRIVATE)
        return 0;
    return shared == PTHREAD_PROCESS_SHARED ? ENOTSUP : EINVAL;
}

static int get_shared(int *shared)
{
    *shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared)
{
    (void)attributes;
    return set_shared(shared);
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *shared)
{
    (void)attributes;
    return get_shared(shared);
}

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared)
{
    (void)attributes;
    return set_shared(shared);
}

int pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *shared)
{
    (void)attributes;
    return get_shared(shared);
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared)
{
    (void)attributes;
    return set_shared(shared);
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *shared)
{
    (void)attributes;
    return get_shared(shared);
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared)
{
    (void)attributes;
    return set_shared(shared);
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *shared)
{
    (void)attributes;
    return get_shared(shared);
}

int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes)
{
    attributes->is_initialized = 1;
    return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes)
{
    attributes->is_initialized = 0;
    return 0;
}

int pthread_barrierattr_init(pthread_barrierattr_t *attributes)
{
    attributes->is_initialized = 1;
    return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes)
{
    attributes->is_initialized = 0;
    return 0;
}

/* fork() fails, so nothing will ever have to be called. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare;
    (void)parent;
    (void)child;
    return 0;
}
