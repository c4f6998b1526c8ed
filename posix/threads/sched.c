/*
 * <sched.h>: Ringlet's scheduler is SCHED_RR, with time slices and its own priorities.
 */
/* SPDX-License-Identifier: MIT */
#include <sched.h>
#include <stdbool.h>
#include <time.h>
#include <sys/types.h>
#include <kernel/thread.h>
#include <lib/answer.h>
#include <posix/clock.h>
#include <posix/process.h>

static bool is_policy(int policy)
{
    return policy == SCHED_OTHER || policy == SCHED_FIFO || policy == SCHED_RR;
}

int sched_get_priority_max(int policy)
{
    return is_policy(policy) ? THREAD_PRIORITIES - 1 : answer(-EINVAL);
}

int sched_get_priority_min(int policy)
{
    return is_policy(policy) ? THREAD_PRIORITY_IDLE + 1 : answer(-EINVAL);
}

static bool is_us(pid_t pid)
{
    return pid == 0 || pid == PID;
}

int sched_getscheduler(pid_t pid)
{
    return is_us(pid) ? SCHED_RR : answer(-ESRCH);
}

int sched_getparam(pid_t pid, struct sched_param *parameter)
{
    if (!is_us(pid))
        return answer(-ESRCH);
    parameter->sched_priority = thread_priority(thread_current());
    return 0;
}

/* For the calling thread. */
int sched_setparam(pid_t pid, const struct sched_param *parameter)
{
    if (!is_us(pid))
        return answer(-ESRCH);
    if (parameter->sched_priority <= THREAD_PRIORITY_IDLE ||
        parameter->sched_priority >= THREAD_PRIORITIES)
        return answer(-EINVAL);
    thread_set_priority(thread_current(), parameter->sched_priority);
    return 0;
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameter)
{
    if (!is_policy(policy))
        return answer(-EINVAL);
    if (policy != SCHED_RR)
        return answer(-EPERM);
    return sched_setparam(pid, parameter) ? -1 : SCHED_RR;
}

int sched_rr_get_interval(pid_t pid, struct timespec *interval)
{
    if (!is_us(pid))
        return answer(-ESRCH);
    *interval = ns_timespec(THREAD_SLICE_NS);
    return 0;
}
