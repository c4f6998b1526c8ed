/*
 * What the files about the process share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_PROCESS_H
#define POSIX_PROCESS_H

#include <stddef.h>

/* The one process there is. */
#define PID 1

/* Bytes of stack that main() has; in posix/process/application.c. */
size_t application_stack(void);

#endif
