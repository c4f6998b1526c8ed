/*
 * Names of functions, for backtraces.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_KSYMS_H
#define DIAG_KSYMS_H

#include <stdint.h>

#define KSYM_NAME_MAX 48        /* with the ending 0; the build shortens longer ones */

/*
 * The function an address lies in, and how far in it; NULL if it is in none.
 * The name is good until the next call. Any context; two at a time may garble
 * each other's name, but do no harm.
 */
const char *ksym_lookup(uintptr_t address, uintptr_t *offset);

#endif
