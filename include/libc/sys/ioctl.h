/*
 * Requests to devices. No file here supports any, so an open descriptor gives ENOTTY,
 * Linux's error for an unknown request.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_IOCTL_H
#define LIBC_SYS_IOCTL_H

#ifdef __cplusplus
extern "C" {
#endif

int ioctl(int fd, unsigned long request, ...);

#ifdef __cplusplus
}
#endif
#endif
