/*
 * How the domain ends.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_LIFECYCLE_H
#define KERNEL_LIFECYCLE_H

/* Says the exit status, waits until the console has everything, powers off. Thread context. */
void __attribute__((noreturn)) lifecycle_exit(int status);

#endif
