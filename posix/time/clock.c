/*
 * The clocks of POSIX, and how much of the processor the program has used.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/types.h>
#include <arch/setup.h>
#include <hypercall/vcpu.h>
#include <kernel/time.h>
#include <lib/answer.h>
#include <posix/clock.h>
#include <posix/process.h>

/* The same as CLOCK_REALTIME and CLOCK_MONOTONIC; <time.h> declares them only under _GNU_SOURCE. */
#define REALTIME_COARSE  0
#define MONOTONIC_RAW    5
#define MONOTONIC_COARSE 6

int clock_read(clockid_t clock, uint64_t *ns)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case REALTIME_COARSE:
        *ns = time_wall();
        return 0;
    case CLOCK_MONOTONIC:
    case MONOTONIC_RAW:
    case MONOTONIC_COARSE:
        *ns = time_monotonic();
        return 0;
    case CLOCK_PROCESS_CPUTIME_ID:
        return vcpu_running_time(arch_vcpu(), ns);
    default:
        return -EINVAL;
    }
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    uint64_t ns;
    int error = clock_read(clock, &ns);

    if (error)
        return answer(error);
    *now = ns_timespec(ns);
    return 0;
}

/* The time stamp counter ticks faster than the unit, 1 ns. */
int clock_getres(clockid_t clock, struct timespec *resolution)
{
    uint64_t ns;
    int error = clock_read(clock, &ns);

    if (error)
        return answer(error);
    if (resolution)
        *resolution = (struct timespec){ 0, 1 };
    return 0;
}

/* The wall clock belongs to the host. */
int clock_settime(clockid_t clock, const struct timespec *time)
{
    bool settable = clock == CLOCK_REALTIME && timespec_is_normal(time) && time->tv_sec >= 0;

    return answer(settable ? -EPERM : -EINVAL);
}

int clock_getcpuclockid(pid_t pid, clockid_t *clock)
{
    if (pid != 0 && pid != PID)
        return ESRCH;
    *clock = CLOCK_PROCESS_CPUTIME_ID;
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    (void)zone;
    *now = ns_timeval(time_wall());
    return 0;
}

int settimeofday(const struct timeval *time, const struct timezone *zone)
{
    (void)time;
    (void)zone;
    return answer(-EPERM);
}

/* clock() calls this too. User and system time are not told apart, as both run in one ring. */
clock_t times(struct tms *times)
{
    uint64_t used = 0;

    clock_read(CLOCK_PROCESS_CPUTIME_ID, &used);
    *times = (struct tms){ .tms_utime = used / (NS_PER_SECOND / CLOCKS_PER_SEC) };
    return time_monotonic() / (NS_PER_SECOND / CLOCKS_PER_SEC);
}
