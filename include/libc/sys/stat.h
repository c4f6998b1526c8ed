/*
 * newlib's <sys/stat.h>, and the calls that it leaves out.
 */
/* SPDX-License-Identifier: MIT */
#include_next <sys/stat.h>

#ifndef LIBC_SYS_STAT_H
#define LIBC_SYS_STAT_H

/* tv_nsec for utimensat(): now, or unchanged. */
#define UTIME_NOW   (-2L)
#define UTIME_OMIT  (-1L)

#ifdef __cplusplus
extern "C" {
#endif

int lstat(const char *__restrict path, struct stat *__restrict status);

#ifdef __cplusplus
}
#endif
#endif
