/*
 * Limits and usage of resources.
 */
/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <kernel/time.h>
#include <lib/answer.h>
#include <mm/setup.h>
#include <posix/clock.h>
#include <posix/process.h>

int getrusage(int who, struct rusage *usage)
{
    uint64_t used = 0;

    if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN)
        return answer(-EINVAL);
    memset(usage, 0, sizeof(*usage));
    if (who == RUSAGE_CHILDREN)
        return 0;
    clock_read(CLOCK_PROCESS_CPUTIME_ID, &used);
    usage->ru_utime = ns_timeval(used);
    usage->ru_maxrss = (memory_total() - memory_free()) >> 10;
    return 0;
}

int getrlimit(int resource, struct rlimit *limit)
{
    rlim_t most;

    switch (resource) {
    case RLIMIT_DATA:
    case RLIMIT_AS:
        most = memory_total();
        break;
    case RLIMIT_STACK:
        most = application_stack();
        break;
    case RLIMIT_NOFILE:
        most = OPEN_MAX;
        break;
    case RLIMIT_CORE:
        most = 0;
        break;
    case RLIMIT_CPU:
    case RLIMIT_FSIZE:
        most = RLIM_INFINITY;
        break;
    default:
        return answer(-EINVAL);
    }
    *limit = (struct rlimit){ most, most };
    return 0;
}

int setrlimit(int resource, const struct rlimit *limit)
{
    struct rlimit now;

    if (getrlimit(resource, &now))
        return -1;
    if (limit->rlim_cur > limit->rlim_max)
        return answer(-EINVAL);
    return limit->rlim_cur == now.rlim_cur && limit->rlim_max == now.rlim_max ? 0 : answer(-EPERM);
}
