/*
 * What the files about the process share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_PROCESS_H
#define POSIX_PROCESS_H

#include <stddef.h>

/* The one process there is. */
#define PID 1

/* The size of main()'s stack in bytes; in posix/process/application.c. */
size_t application_stack(void);

#endif
