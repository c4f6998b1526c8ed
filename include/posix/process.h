/*
 * What the kernel and the process layer tell each other.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_PROCESS_H
#define POSIX_PROCESS_H

#include <stddef.h>

/* Bytes of stack that main() has; in posix/process/application.c. */
size_t application_stack(void);

#endif
