/*
 * Thread priorities are the kernel's: 1 to 31, a higher number runs first. The policy is
 * SCHED_RR.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sched.h>
#include <kernel/thread.h>
#include "private.h"

int pthread_setschedprio(pthread_t thread, int priority)
{
    if (priority <= THREAD_PRIORITY_IDLE || priority >= THREAD_PRIORITIES)
        return EINVAL;
    thread_set_priority(handle_object(thread), priority);
    return 0;
}

int pthread_setschedparam(pthread_t thread, int policy, const struct sched_param *parameter)
{
    if (policy != SCHED_RR)
        return policy == SCHED_OTHER || policy == SCHED_FIFO ? ENOTSUP : EINVAL;
    return pthread_setschedprio(thread, parameter->sched_priority);
}

int pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *parameter)
{
    *policy = SCHED_RR;
    parameter->sched_priority = thread_priority(handle_object(thread));
    return 0;
}

/* --- attributes ---------------------------------------------------------------------- */

int pthread_attr_getinheritsched(const pthread_attr_t *attributes, int *inherit)
{
    *inherit = attributes->inheritsched;
    return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *attributes, int policy)
{
    (void)attributes;
    return policy == SCHED_RR ? 0 : policy == SCHED_OTHER || policy == SCHED_FIFO ? ENOTSUP : EINVAL;
}

int pthread_attr_getschedpolicy(const pthread_attr_t *attributes, int *policy)
{
    (void)attributes;
    *policy = SCHED_RR;
    return 0;
}

/* The threads of the domain compete for its one vCPU. */
int pthread_attr_setscope(pthread_attr_t *attributes, int scope)
{
    (void)attributes;
    return scope == PTHREAD_SCOPE_SYSTEM ? 0 : scope == PTHREAD_SCOPE_PROCESS ? ENOTSUP : EINVAL;
}

int pthread_attr_getscope(const pthread_attr_t *attributes, int *scope)
{
    (void)attributes;
    *scope = PTHREAD_SCOPE_SYSTEM;
    return 0;
}
