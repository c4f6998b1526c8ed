/*
 * What the moments at which clocks were read give a random generator.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_CLOCK_READS_H
#define KERNEL_CLOCK_READS_H

#include <stdint.h>

/* A mixture of all of them: when sleeps ended, and the like. Any context. */
uint32_t time_reads(void);

#endif
