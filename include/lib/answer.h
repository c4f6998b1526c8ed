/*
 * From the kernel's way of returning errors to the C library's.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_ANSWER_H
#define LIB_ANSWER_H

#include <errno.h>

/* A result as it is, or errno and -1. */
static inline int answer(int result)
{
    if (result >= 0)
        return result;
    errno = -result;
    return -1;
}

#endif
