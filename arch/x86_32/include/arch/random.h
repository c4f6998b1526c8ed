/*
 * The CPU's random numbers: raw material. For random numbers use the kernel's.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_RANDOM_H
#define ARCH_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Fills count words from the CPU's own generator. False if it has none (as
 * cpuid() says, one trap) or gives none; what is in words then is worth
 * nothing. The other source is cpu_timestamp(). Any context, from the first
 * instruction on.
 */
bool arch_random(uint32_t *words, size_t count);

#endif
