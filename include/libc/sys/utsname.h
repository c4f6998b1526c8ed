/*
 * POSIX's <sys/utsname.h>, which newlib lacks.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_UTSNAME_H
#define LIBC_SYS_UTSNAME_H

#ifdef __cplusplus
extern "C" {
#endif

struct utsname {
    char sysname[65];           /* "Ringlet" */
    char nodename[65];          /* the name of the domain */
    char release[65];           /* "Xen 4.17.7": what the program runs on */
    char version[65];
    char machine[65];           /* "i686" */
};

/* 0, or -1 with errno. Reads the name from xenstore: thread context. */
int uname(struct utsname *name);

#ifdef __cplusplus
}
#endif
#endif
