/*
 * POSIX's <sys/resource.h>: newlib's has little of it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef _SYS_RESOURCE_H_
#define _SYS_RESOURCE_H_

#include <stdint.h>
#include <sys/time.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RUSAGE_SELF     0
#define RUSAGE_CHILDREN (-1)

/* Ringlet counts the first field and ru_maxrss; all others are 0. */
struct rusage {
    struct timeval ru_utime;    /* the vCPU's time, Xen's work for it included */
    struct timeval ru_stime;
    long ru_maxrss;             /* KiB of memory in use now */
    long ru_ixrss, ru_idrss, ru_isrss;
    long ru_minflt, ru_majflt, ru_nswap;
    long ru_inblock, ru_oublock;
    long ru_msgsnd, ru_msgrcv, ru_nsignals;
    long ru_nvcsw, ru_nivcsw;
};

int getrusage(int who, struct rusage *usage);

typedef uint64_t rlim_t;
#define RLIM_INFINITY   ((rlim_t)-1)
#define RLIM_SAVED_CUR  RLIM_INFINITY
#define RLIM_SAVED_MAX  RLIM_INFINITY

enum {
    RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_AS,
    RLIM_NLIMITS
};

struct rlimit {
    rlim_t rlim_cur, rlim_max;
};

/*
 * The limits cannot be changed. Setting one to the value it has succeeds, anything
 * else is EPERM; EINVAL: no such limit, or cur above max.
 */
int getrlimit(int resource, struct rlimit *limit);
int setrlimit(int resource, const struct rlimit *limit);

#ifdef __cplusplus
}
#endif
#endif
