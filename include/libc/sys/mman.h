/*
 * Mapped memory, with its differences from POSIX.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_MMAN_H
#define LIBC_SYS_MMAN_H

#include <sys/cdefs.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROT_NONE       0
#define PROT_READ       1
#define PROT_WRITE      2
#define PROT_EXEC       4

#define MAP_SHARED      0x01
#define MAP_PRIVATE     0x02
#define MAP_FIXED       0x10
#define MAP_ANONYMOUS   0x20
#define MAP_ANON        MAP_ANONYMOUS
#define MAP_NORESERVE   0x4000
#define MAP_FAILED      ((void *)-1)

#define MS_ASYNC        1
#define MS_INVALIDATE   2
#define MS_SYNC         4

/*
 * Pages of zeros, or a copy of a file's bytes as they are now, with an unmapped
 * page before and after them. address is a hint that is ignored. ENOTSUP:
 * MAP_FIXED, PROT_NONE, PROT_WRITE with PROT_EXEC. ENODEV: MAP_SHARED of a file that can
 * change. PROT_READ is always in protection.
 */
void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);

/* As in POSIX, except for ENOTSUP as above. EINVAL: memory that mmap() did not give. */
int mprotect(void *address, size_t size, int protection);
int munmap(void *address, size_t size);

/* Nothing is to be written anywhere: 0, or ENOMEM where nothing is mapped. */
int msync(void *address, size_t size, int flags);

#ifdef __cplusplus
}
#endif
#endif
