/*
 * What the kernel has to say goes to the console.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_LOG_H
#define DIAG_LOG_H

/*
 * Prints at most LOG_LINE_MAX bytes; conversions as in <lib/format.h>. Any
 * context: with the kernel lock held it waits for the console by polling.
 */
#define LOG_LINE_MAX 256
void log_printf(const char *form, ...) __attribute__((format(printf, 1, 2)));

#endif
