/*
 * sysconf(), pathconf(): what a program can count on.
 */
/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arch/pagetable.h>
#include <lib/answer.h>
#include <lib/util.h>
#include <mm/setup.h>
#include <ringlet.h>

#define YES  200809L
#define NO   (-1L)              /* -1 with errno unchanged means no limit */

static long sysconf_limit(int name)
{
    static const struct { unsigned char name; int value; } limits[] = {
        { _SC_PAGESIZE, PAGE_SIZE },
        { _SC_CLK_TCK, CLOCKS_PER_SEC },
        { _SC_ARG_MAX, ARG_MAX },
        { _SC_OPEN_MAX, OPEN_MAX },
        { _SC_IOV_MAX, IOV_MAX },
        { _SC_LINE_MAX, LINE_MAX },
        { _SC_HOST_NAME_MAX, HOST_NAME_MAX },
        { _SC_TZNAME_MAX, TZNAME_MAX },
        { _SC_THREAD_KEYS_MAX, PTHREAD_KEYS_MAX },
        { _SC_THREAD_DESTRUCTOR_ITERATIONS, PTHREAD_DESTRUCTOR_ITERATIONS },
        { _SC_THREAD_STACK_MIN, PAGE_SIZE },
        { _SC_TIMER_MAX, TIMER_MAX },
        { _SC_DELAYTIMER_MAX, DELAYTIMER_MAX },
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(limits); i++)
        if (limits[i].name == name)
            return limits[i].value;
    return 0;
}

static long system_value(int name)
{
    switch (name) {
    case _SC_PHYS_PAGES:
        return memory_total() / PAGE_SIZE;
    case _SC_AVPHYS_PAGES:
        return memory_free() / PAGE_SIZE;
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return ringlet_vcpu_count();
    default:
        return sysconf_limit(name);
    }
}

static bool is_there(int name)
{
    static const unsigned char options[] = {
        _SC_VERSION, _SC_TIMERS, _SC_MONOTONIC_CLOCK, _SC_CLOCK_SELECTION, _SC_CPUTIME, _SC_THREADS,
        _SC_THREAD_ATTR_STACKSIZE, _SC_THREAD_PRIORITY_SCHEDULING, _SC_TIMEOUTS,
        _SC_READER_WRITER_LOCKS, _SC_BARRIERS, _SC_SEMAPHORES, _SC_THREAD_SAFE_FUNCTIONS,
    };

    return memchr(options, name, sizeof(options));
}

/* The standard's answer for no limit, and for an absent option, is -1. */
long sysconf(int name)
{
    long value = system_value(name);

    if (name < 0 || name > _SC_POSIX_26_VERSION)
        return answer(-EINVAL);
    if (value || name == _SC_NGROUPS_MAX || name == _SC_CHILD_MAX || name == _SC_RTSIG_MAX)
        return value;
    return is_there(name) ? YES : NO;
}

int getpagesize(void)
{
    return PAGE_SIZE;
}

static long path_value(int name)
{
    switch (name) {
    case _PC_NAME_MAX:
        return NAME_MAX;
    case _PC_PATH_MAX:
        return PATH_MAX;
    case _PC_PIPE_BUF:
        return PIPE_BUF;
    case _PC_MAX_CANON:
    case _PC_MAX_INPUT:
        return MAX_CANON;
    case _PC_LINK_MAX:
        return LINK_MAX;
    case _PC_FILESIZEBITS:
        return 32;
    case _PC_VDISABLE:
        return 0;
    case _PC_NO_TRUNC:
    case _PC_CHOWN_RESTRICTED:
        return 1;
    default:
        return name < 0 || name > _PC_TIMESTAMP_RESOLUTION ? answer(-EINVAL) : NO;
    }
}

long pathconf(const char *path, int name)
{
    if (!*path)
        return answer(-ENOENT);
    return path_value(name);
}

long fpathconf(int fd, int name)
{
    if (fd < 0)
        return answer(-EBADF);
    return path_value(name);
}
