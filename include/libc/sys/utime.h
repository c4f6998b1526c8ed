/*
 * newlib's <utime.h>, and its call.
 */
/* SPDX-License-Identifier: MIT */
#include <sys/types.h>
#include_next <sys/utime.h>

#ifndef LIBC_SYS_UTIME_H
#define LIBC_SYS_UTIME_H

#ifdef __cplusplus
extern "C" {
#endif

int utime(const char *path, const struct utimbuf *times);

#ifdef __cplusplus
}
#endif
#endif
