/*
 * Names of threads, by the calls of GNU's C library; reports on the console show them.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <kernel/thread.h>
#include "private.h"

/* <pthread.h> declares them only under _GNU_SOURCE. */
int pthread_setname_np(pthread_t thread, const char *name);
int pthread_getname_np(pthread_t thread, char *name, size_t size);

int pthread_setname_np(pthread_t thread, const char *name)
{
    if (strlen(name) >= THREAD_NAME_MAX)
        return ERANGE;
    thread_set_name(handle_object(thread), name);
    return 0;
}

int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    const char *is = thread_name(handle_object(thread));

    if (strlen(is) >= size)
        return ERANGE;
    strcpy(name, is);
    return 0;
}
