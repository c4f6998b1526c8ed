/*
 * The CPU's random numbers, as a seed only. For random numbers use <posix/entropy.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_RANDOM_H
#define ARCH_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Fills count words from the CPU's own generator. False if there is none (cpuid(), one
 * trap) or it gives none; the words are not random then. The other source is
 * cpu_timestamp(). Any context, from the first instruction on.
 */
bool arch_random(uint32_t *words, size_t count);

#endif
