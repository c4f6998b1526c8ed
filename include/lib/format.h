/*
 * The kernel's own small formatter: no memory, no locks, no floats, so that it
 * works in a panic and at event time. Applications have newlib's printf.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Writes at most size bytes, including the ending 0. Knows %s %c %d %u %x %p
 * %%, with l, ll or z, a width, - and 0. Returns the length without the 0, of
 * what fitted.
 */
size_t format(char *to, size_t size, const char *form, va_list args);

/* The same with the arguments themselves. */
size_t format_text(char *to, size_t size, const char *form, ...)
    __attribute__((format(printf, 3, 4)));

#endif
