/*
 * Clocks and times of the C library, in ns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_CLOCK_H
#define POSIX_CLOCK_H

#include <stdint.h>
#include <sys/time.h>
#include <time.h>
#include <kernel/time.h>

static inline struct timespec ns_timespec(uint64_t ns)
{
    return (struct timespec){ .tv_sec = ns / NS_PER_SECOND, .tv_nsec = ns % NS_PER_SECOND };
}

static inline struct timeval ns_timeval(uint64_t ns)
{
    return (struct timeval){ .tv_sec = ns / NS_PER_SECOND, .tv_usec = ns % NS_PER_SECOND / 1000 };
}

/* What a clock shows, in ns. 0 or a negative errno. */
int clock_read(clockid_t clock, uint64_t *ns);

#endif
