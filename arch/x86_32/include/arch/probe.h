/*
 * Accesses that may fault, and then return an error. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_PROBE_H
#define ARCH_PROBE_H

#include <stddef.h>
#include <stdint.h>

/* Copy between an address that may be bad and valid memory. 0, or -EFAULT if any byte faulted. */
int probe_read(void *to, uintptr_t from, size_t size);
int probe_write(uintptr_t to, const void *from, size_t size);

#endif
