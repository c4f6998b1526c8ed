/*
 * The volume that a file lies in.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_STATVFS_H
#define LIBC_SYS_STATVFS_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct statvfs {
    unsigned long f_bsize, f_frsize;            /* the unit of the counts */
    fsblkcnt_t f_blocks, f_bfree, f_bavail;
    fsfilcnt_t f_files, f_ffree, f_favail;      /* 0: there is no such limit */
    unsigned long f_fsid, f_flag, f_namemax;
};

/* f_flag */
#define ST_RDONLY   1
#define ST_NOSUID   2

int statvfs(const char *__restrict path, struct statvfs *__restrict status);
int fstatvfs(int fd, struct statvfs *status);

#ifdef __cplusplus
}
#endif
#endif
