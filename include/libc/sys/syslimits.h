/*
 * newlib's limits, and those of this system where they differ. sysconf() and
 * pathconf() answer with them.
 */
/* SPDX-License-Identifier: MIT */
#include_next <sys/syslimits.h>

#undef ARG_MAX
#define ARG_MAX 1024            /* Xen's command line */
#undef CHILD_MAX
#undef MAX_CANON
#define MAX_CANON 1023          /* bytes of a line that is edited, without its end */
#undef MAX_INPUT
#define MAX_INPUT MAX_CANON
#undef NGROUPS_MAX
#define NGROUPS_MAX 0
#undef PATH_MAX
#define PATH_MAX 4096
#undef PIPE_BUF
#define PIPE_BUF 4096

#define DELAYTIMER_MAX INT_MAX
#define HOST_NAME_MAX 64
#define PTHREAD_DESTRUCTOR_ITERATIONS 4
#define PTHREAD_KEYS_MAX 64
#define RTSIG_MAX 0
#define TIMER_MAX 32
#define TZNAME_MAX 10

#ifndef SSIZE_MAX
#define SSIZE_MAX 0x7fffffff
#endif
