/*
 * The time by Xen's clocks. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <lib/timespec.h>

/* A deadline that is never reached: 146 years after the clock began. Two such times add up without wrapping. */
#define DEADLINE_FARTHEST ((uint64_t)INT64_MAX / 2)

/*
 * Nanoseconds, never backwards: Xen's system time, without what passed while the
 * domain was suspended.
 */
uint64_t time_monotonic(void);

/* The deadline of a wait of so many ns that begins now: the monotonic clock then, at most DEADLINE_FARTHEST. */
uint64_t deadline_after(uint64_t ns);

/*
 * The same moment on Xen's own clock, which its timers use: never 0, which to them is
 * no time, and at most 2^49 ns (6.5 days) ahead. Xen takes a timer more than 2^50 ns
 * ahead for a mistake, and its event comes after 100 ms. Kernel lock held.
 */
uint64_t time_to_xen(uint64_t monotonic);

/* So many ticks of cpu_timestamp(), in ns. */
uint64_t time_of_ticks(uint64_t ticks);

/* Nanoseconds since 1970, UTC, from the host. */
uint64_t time_wall(void);

/* Around a suspension, kernel lock held: the monotonic clock stands still from one to the other. */
void time_suspend(void);
void time_resume(void);

#endif
