/*
 * Names of functions, for backtraces.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_KSYMS_H
#define DIAG_KSYMS_H

#include <stdint.h>

#define KSYM_NAME_MAX 48        /* with the ending 0; the build shortens longer ones */

/*
 * The function that an address lies in, and the offset in it; NULL if it is in none.
 * The name is valid until the next call. Any context; two calls at the same time may
 * garble each other's name, but do no other harm.
 */
const char *ksym_lookup(uintptr_t address, uintptr_t *offset);

#endif
