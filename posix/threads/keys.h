/*
 * Destructors of a thread's values.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_KEYS_H
#define POSIX_THREADS_KEYS_H

#include "private.h"

/*
 * Calls the destructors of the calling thread's values. A destructor may set values again,
 * so this is repeated, up to PTHREAD_DESTRUCTOR_ITERATIONS times.
 */
void end_values(void);

#endif
