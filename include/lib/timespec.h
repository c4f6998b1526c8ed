/*
 * Arithmetic with the C library's times. No kernel dependency.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_TIMESPEC_H
#define LIB_TIMESPEC_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define NS_PER_SECOND 1000000000ULL

/* A time of the C library's: are its nanoseconds less than a second; and all of it in ns, at most INT64_MAX. */
static inline bool timespec_is_normal(const struct timespec *time)
{
    return time->tv_nsec >= 0 && (uint64_t)time->tv_nsec < NS_PER_SECOND;
}

static inline uint64_t timespec_ns(const struct timespec *time)
{
    if (time->tv_sec >= (time_t)(INT64_MAX / NS_PER_SECOND))
        return INT64_MAX;
    return time->tv_sec * NS_PER_SECOND + time->tv_nsec;
}

#endif
