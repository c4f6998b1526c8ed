/*
 * Small things that every C program makes for itself. No kernel dependency.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_UTIL_H
#define LIB_UTIL_H

#include <stddef.h>

/* Elements of an array; not for a pointer. */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* The structure whose member this pointer points to. */
#define container_of(pointer, type, member) ((type *)((char *)(pointer) - offsetof(type, member)))

/* Each argument is evaluated once, as the type of the first. */
#define MIN(a, b)                                                                   \
    __extension__({                                                                 \
        __typeof__(a) min_a = (a), min_b = (b);                                     \
        min_a < min_b ? min_a : min_b;                                              \
    })

/* To a multiple of a power of two; of n's type. */
#define ROUND_DOWN(n, size) ((n) & ~((__typeof__(n))(size) - 1))
#define ROUND_UP(n, size)   ROUND_DOWN((n) + ((size) - 1), size)

#endif
