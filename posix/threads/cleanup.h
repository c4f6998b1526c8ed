/*
 * What a thread does when it ends before the end of its function.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_CLEANUP_H
#define POSIX_THREADS_CLEANUP_H

#include "private.h"

/* Calls what the calling thread pushed and has not popped, the latest first. */
void run_cleanups(void);

#endif
