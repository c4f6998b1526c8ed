/*
 * Names of threads, as others have them: the console shows them.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <kernel/thread.h>
#include "private.h"

/* <pthread.h> shows them to those who ask for GNU's. */
int pthread_setname_np(pthread_t thread, const char *name);
int pthread_getname_np(pthread_t thread, char *name, size_t size);

int pthread_setname_np(pthread_t thread, const char *name)
{
    if (strlen(name) >= THREAD_NAME_MAX)
        return ERANGE;
    thread_set_name((struct thread *)thread, name);
    return 0;
}

int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    const char *is = thread_name((struct thread *)thread);

    if (strlen(is) >= size)
        return ERANGE;
    strcpy(name, is);
    return 0;
}
