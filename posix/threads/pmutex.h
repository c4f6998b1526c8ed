/*
 * The object behind a pthread_mutex_t, which condition variables need too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_PMUTEX_H
#define POSIX_THREADS_PMUTEX_H

#include "private.h"

/* After a static initialiser the type is 0, PTHREAD_MUTEX_NORMAL. */
struct pmutex {
    struct mutex mutex;
    int type;
};

static inline struct pmutex *pmutex_of(pthread_mutex_t *handle)
{
    return object_of(handle, sizeof(struct pmutex));
}

#endif
