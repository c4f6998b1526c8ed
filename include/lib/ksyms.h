/*
 * Names of functions, for backtraces.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_KSYMS_H
#define LIB_KSYMS_H

#include <stdint.h>

/* The function an address lies in and how far in it; NULL if it is in none. Any context. */
const char *ksym_lookup(uintptr_t address, uintptr_t *offset);

#endif
