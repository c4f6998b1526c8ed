/*
 * The end of a thread's values.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_KEYS_H
#define POSIX_THREADS_KEYS_H

#include "private.h"

/* A destructor may set values again: so often it is looked whether one did. */
#define DESTRUCTOR_ROUNDS 4

/* Calls the destructors of the calling thread's values. */
void end_values(void);

#endif
