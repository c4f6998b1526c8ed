/*
 * Cleanup handlers of a thread that ends before its function returns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_CLEANUP_H
#define POSIX_THREADS_CLEANUP_H

#include "private.h"

/* Calls the handlers that the calling thread pushed and has not popped, the latest first. */
void run_cleanups(void);

#endif
