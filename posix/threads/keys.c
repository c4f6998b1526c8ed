/*
 * pthread_once(), and the values that each thread has of its own.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <kernel/lock.h>
#include <kernel/wait.h>
#include "keys.h"

/* --- once ------------------------------------------------------------------------ */

enum { NOT_RUN, RUNS, HAS_RUN };
static struct wait_queue runs;

/* No lock is held while the routine runs, as it may call pthread_once() for something else. */
int pthread_once(pthread_once_t *once, void (*routine)(void))
{
    bool unlock = kernel_lock_save();

    while (once->init_executed == RUNS)
        wait_queue_sleep(&runs, WAIT_FOREVER);
    if (once->init_executed == NOT_RUN) {
        once->init_executed = RUNS;
        kernel_lock_restore(unlock);
        routine();
        unlock = kernel_lock_save();
        once->init_executed = HAS_RUN;
        wait_queue_wake_all(&runs);
    }
    kernel_lock_restore(unlock);
    return 0;
}

/* --- keys ------------------------------------------------------------------------- */

/* A deleted key's number may be used again; values set under the old key do not count then. */
static struct {
    bool used;
    unsigned int generation;
    void (*destructor)(void *value);
} keys[PTHREAD_KEYS_MAX];

static __thread struct {
    unsigned int generation;
    void *value;
} values[PTHREAD_KEYS_MAX];

static bool key_exists(pthread_key_t key)
{
    return key < PTHREAD_KEYS_MAX && keys[key].used;
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *value))
{
    bool unlock = kernel_lock_save();
    pthread_key_t free = 0;

    while (free < PTHREAD_KEYS_MAX && keys[free].used)
        free++;
    if (free < PTHREAD_KEYS_MAX) {
        keys[free].used = true;
        keys[free].generation++;
        keys[free].destructor = destructor;
    }
    kernel_lock_restore(unlock);
    if (free == PTHREAD_KEYS_MAX)
        return EAGAIN;
    *key = free;
    return 0;
}

int pthread_key_delete(pthread_key_t key)
{
    if (!key_exists(key))
        return EINVAL;
    keys[key].used = false;
    return 0;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (!key_exists(key))
        return EINVAL;
    values[key].generation = keys[key].generation;
    values[key].value = (void *)value;
    return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
    return key_exists(key) && values[key].generation == keys[key].generation ? values[key].value
                                                                         : NULL;
}

static bool run_destructors(void)
{
    bool ran = false;
    pthread_key_t key;

    for (key = 0; key < PTHREAD_KEYS_MAX; key++) {
        void *value = pthread_getspecific(key);

        if (!value || !keys[key].destructor)
            continue;
        values[key].value = NULL;
        keys[key].destructor(value);
        ran = true;
    }
    return ran;
}

void end_values(void)
{
    int round = 0;

    while (round++ < PTHREAD_DESTRUCTOR_ITERATIONS && run_destructors())
        ;
}
