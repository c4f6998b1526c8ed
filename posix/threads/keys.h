/*
 * The end of a thread's values.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_KEYS_H
#define POSIX_THREADS_KEYS_H

#include "private.h"

/*
 * Calls the destructors of the calling thread's values. One may set values again:
 * PTHREAD_DESTRUCTOR_ITERATIONS times it is looked whether one did.
 */
void end_values(void);

#endif
