/*
 * What time it is. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define NS_PER_SECOND 1000000000ULL

/* A time of the C library's: are its nanoseconds less than a second; and all of it in ns. */
static inline bool timespec_is_normal(const struct timespec *time)
{
    return time->tv_nsec >= 0 && (uint64_t)time->tv_nsec < NS_PER_SECOND;
}

static inline uint64_t timespec_ns(const struct timespec *time)
{
    return time->tv_sec * NS_PER_SECOND + time->tv_nsec;
}

/*
 * Nanoseconds, never backwards: Xen's system time, without what passed while the
 * domain was suspended.
 */
uint64_t time_monotonic(void);

/* The same moment on Xen's own clock, which its timers use; never 0, which to them is no time. */
uint64_t time_to_xen(uint64_t monotonic);

/* A mixture of all moments at which a clock was read: when sleeps ended, and the like. */
uint32_t time_reads(void);

/* Nanoseconds since 1970, UTC, as Xen was told. */
uint64_t time_wall(void);

/* Around a suspension, kernel lock held: the monotonic clock stands still from one to the other. */
void time_suspend(void);
void time_resume(void);

#endif
