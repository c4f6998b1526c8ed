/*
 * POSIX threads, built on the kernel's. A pthread_t is the address of its thread.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sched.h>
#include <reent.h>
#include <stdlib.h>
#include <arch/types.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include "cleanup.h"
#include "keys.h"

#define STACK_DEFAULT 32768
#define STACK_LEAST   4096

struct start {
    void *(*function)(void *);
    void *argument;
};

/* Only in programs that use stdio. The streams are to be main's, whichever thread writes first. */
void __sinit(struct _reent *state) __attribute__((weak));

static struct thread *thread_of(pthread_t thread)
{
    return handle_object(thread);
}

static void *pthread_begin(void *data)
{
    struct start start = *(struct start *)data;

    free(data);
    pthread_exit(start.function(start.argument));
}

static unsigned int priority_of(const pthread_attr_t *attributes)
{
    return attributes && attributes->inheritsched == PTHREAD_EXPLICIT_SCHED
               ? (unsigned int)attributes->schedparam.sched_priority
               : thread_priority(thread_current());
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*function)(void *), void *argument)
{
    size_t stack = attributes ? (size_t)attributes->stacksize : STACK_DEFAULT;
    unsigned int priority = priority_of(attributes);
    struct start *start;
    struct thread *made;
    bool unlock;

    if (attributes && !attributes->is_initialized)
        return EINVAL;
    if (__sinit && !_GLOBAL_REENT->__sdidinit)
        __sinit(_GLOBAL_REENT);
    start = malloc(sizeof(*start));
    if (!start)
        return EAGAIN;
    *start = (struct start){ function, argument };
    /* The new thread may run at once, so *thread is written, and the thread detached, before that. */
    unlock = kernel_lock_save();
    made = thread_create("pthread", pthread_begin, start, stack, priority);
    if (made) {
        *thread = handle_of(made);
        thread_signals(made)->blocked = thread_signals(thread_current())->blocked;
        if (attributes && attributes->detachstate == PTHREAD_CREATE_DETACHED)
            thread_detach(made);
    }
    kernel_lock_restore(unlock);
    if (made)
        return 0;
    free(start);
    return EAGAIN;
}

void pthread_exit(void *result)
{
    cancel_turn_off(true);
    run_cleanups();
    end_values();
    if (thread_is_last())
        exit(0);
    thread_exit(result);
}

int pthread_join(pthread_t thread, void **result)
{
    int error;

    cancel_point_begin();
    error = thread_join(thread_of(thread), result);
    cancel_point_end(error);
    return -error;
}

int pthread_detach(pthread_t thread)
{
    return -thread_detach(thread_of(thread));
}

pthread_t pthread_self(void)
{
    return handle_of(thread_current());
}

int pthread_equal(pthread_t one, pthread_t other)
{
    return one == other;
}

int sched_yield(void)
{
    thread_yield();
    return 0;
}

/* --- attributes ---------------------------------------------------------------------- */

int pthread_attr_init(pthread_attr_t *attributes)
{
    *attributes = (pthread_attr_t){
        .is_initialized = 1,
        .stacksize = STACK_DEFAULT,
        .inheritsched = PTHREAD_INHERIT_SCHED,
        .schedparam.sched_priority = THREAD_PRIORITY_DEFAULT,
        .detachstate = PTHREAD_CREATE_JOINABLE,
    };
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes)
{
    attributes->is_initialized = 0;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size)
{
    *size = (size_t)attributes->stacksize;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
    if (size < STACK_LEAST || size > INT32_MAX)
        return EINVAL;
    attributes->stacksize = (int)size;
    return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state)
{
    *state = attributes->detachstate;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
    if (state != PTHREAD_CREATE_DETACHED && state != PTHREAD_CREATE_JOINABLE)
        return EINVAL;
    attributes->detachstate = state;
    return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *attributes, int inherit)
{
    if (inherit != PTHREAD_INHERIT_SCHED && inherit != PTHREAD_EXPLICIT_SCHED)
        return EINVAL;
    attributes->inheritsched = inherit;
    return 0;
}

/* The kernel's priorities: 1 to 31, a higher number runs first. */
int pthread_attr_setschedparam(pthread_attr_t *attributes, const struct sched_param *parameter)
{
    if (parameter->sched_priority <= THREAD_PRIORITY_IDLE ||
        parameter->sched_priority >= THREAD_PRIORITIES)
        return EINVAL;
    attributes->schedparam = *parameter;
    return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *attributes, struct sched_param *parameter)
{
    *parameter = attributes->schedparam;
    return 0;
}
