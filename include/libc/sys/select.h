/*
 * newlib's <sys/select.h>; its macros shift a signed 1 into bit 31, which is undefined in C.
 */
/* SPDX-License-Identifier: MIT */
#include_next <sys/select.h>

#ifndef LIBC_SYS_SELECT_H
#define LIBC_SYS_SELECT_H

#undef FD_SET
#undef FD_CLR
#undef FD_ISSET
#define FD_SET(fd, set)     ((set)->fds_bits[(fd) / NFDBITS] |= 1UL << (fd) % NFDBITS)
#define FD_CLR(fd, set)     ((set)->fds_bits[(fd) / NFDBITS] &= ~(1UL << (fd) % NFDBITS))
#define FD_ISSET(fd, set)   (((set)->fds_bits[(fd) / NFDBITS] & 1UL << (fd) % NFDBITS) != 0)

#endif
