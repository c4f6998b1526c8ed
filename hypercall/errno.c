/*
 * Xen's error numbers, translated to the C library's: Xen uses Linux's, newlib's differ above 34.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <lib/util.h>
#include "raw.h"

int hypercall_errno(long result)
{
    static const struct { short xen, libc; } differ[] = {
        { 38, ENOSYS }, { 39, ENOTEMPTY }, { 61, ENODATA }, { 75, EOVERFLOW },
        { 85, EAGAIN }, { 95, EOPNOTSUPP }, { 98, EADDRINUSE }, { 99, EADDRNOTAVAIL },
        { 105, ENOBUFS }, { 106, EISCONN }, { 107, ENOTCONN }, { 110, ETIMEDOUT },
        { 111, ECONNREFUSED },
    };
    unsigned int i;

    if (result >= 0)
        return (int)result;
    for (i = 0; i < ARRAY_SIZE(differ); i++)
        if (differ[i].xen == -result)
            return -differ[i].libc;
    return (int)result;
}
