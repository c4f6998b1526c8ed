/*
 * What time it is. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdint.h>

#define NS_PER_SECOND 1000000000ULL

/* Nanoseconds of Xen's system time; never goes backwards on one vCPU. */
uint64_t time_monotonic(void);

/* Nanoseconds since 1970, UTC, as Xen was told. */
uint64_t time_wall(void);

#endif
