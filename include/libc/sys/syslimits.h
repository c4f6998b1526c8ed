/*
 * newlib's limits, and those of this system where they differ.
 */
/* SPDX-License-Identifier: MIT */
#include_next <sys/syslimits.h>

#undef PATH_MAX
#define PATH_MAX 4096
#undef PIPE_BUF
#define PIPE_BUF 4096

#ifndef SSIZE_MAX
#define SSIZE_MAX 0x7fffffff
#endif
