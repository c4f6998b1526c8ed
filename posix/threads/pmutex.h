/*
 * The object of a pthread_mutex_t, for those who wait with one.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_PMUTEX_H
#define POSIX_THREADS_PMUTEX_H

#include "private.h"

/* A static initialiser's type is 0, PTHREAD_MUTEX_NORMAL. */
struct pmutex {
    struct mutex mutex;
    int type;
};

static inline struct pmutex *pmutex_of(pthread_mutex_t *handle)
{
    return object_of(handle, sizeof(struct pmutex));
}

#endif
