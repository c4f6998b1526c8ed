/*
 * Requests to devices. No file here takes any: a descriptor that is open is
 * refused with ENOTTY, as Linux refuses what a file does not know.
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
