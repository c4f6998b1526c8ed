/*
 * Calls about the program itself and its machine; and fork() and the like, which fail.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pwd.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include <drivers/xenstore.h>
#include <verdict.h>

#define FAILS(call, error) \
    do { \
        errno = 0; \
        CHECK_EQUAL(call, -1); \
        CHECK_EQUAL(errno, error); \
    } while (0)

static void check_identity(void)
{
    CHECK_EQUAL(getpid(), 1);
    CHECK_EQUAL(getppid(), 0);
    CHECK(getpgrp() == 1 && getpgid(0) == 1 && getsid(1) == 1);
    FAILS(getpgid(2), ESRCH);
    CHECK(getuid() == 0 && geteuid() == 0 && getgid() == 0 && getegid() == 0);
    CHECK(setuid(0) == 0);
    FAILS(setuid(1000), EPERM);
    FAILS(setsid(), EPERM);
    CHECK_EQUAL(getgroups(0, NULL), 0);
    FAILS(getgroups(-1, NULL), EINVAL);
}

static void check_users(void)
{
    struct passwd *user = getpwuid(0);

    if (CHECK(user))
        CHECK(strcmp(user->pw_name, "root") == 0 && strcmp(user->pw_dir, "/") == 0 && !user->pw_gid);
    CHECK(getpwnam("root") == user);
    errno = 0;
    CHECK(!getpwuid(1) && !getpwnam("nobody") && errno == 0);
}

static void check_names(void)
{
    struct utsname name;
    char host[65], wanted[65], tiny[3];

    CHECK_EQUAL(uname(&name), 0);
    CHECK(strcmp(name.sysname, "Ringlet") == 0 && strcmp(name.machine, "i686") == 0);
    CHECK(strncmp(name.release, "Xen 4.", 6) == 0);
    CHECK_EQUAL(gethostname(host, sizeof(host)), 0);
    CHECK(host[0] && strcmp(host, name.nodename) == 0);
    CHECK(xenstore_read(NULL, "name", wanted, sizeof(wanted)) > 0 && strcmp(host, wanted) == 0);
    printf("host name '%s'\n", host);
    FAILS(gethostname(tiny, sizeof(tiny)), ENAMETOOLONG);
    FAILS(sethostname("x", 1), EPERM);
}

static void check_limits(void)
{
    struct rlimit limit;

    CHECK_EQUAL(sysconf(_SC_PAGESIZE), 4096);
    CHECK_EQUAL(getpagesize(), 4096);
    CHECK_EQUAL(sysconf(_SC_NPROCESSORS_ONLN), 1);
    CHECK_EQUAL(sysconf(_SC_PHYS_PAGES), ringlet_memory_bytes() / 4096);
    CHECK_EQUAL(sysconf(_SC_MONOTONIC_CLOCK), 200809);
    errno = 0;
    CHECK(sysconf(_SC_TRACE) == -1 && errno == 0);
    CHECK(sysconf(_SC_NGROUPS_MAX) == 0 && errno == 0);
    FAILS(sysconf(9999), EINVAL);
    CHECK_EQUAL(pathconf("/", _PC_NAME_MAX), 255);
    FAILS(pathconf("", _PC_NAME_MAX), ENOENT);
    FAILS(fpathconf(1, 77), EINVAL);
    CHECK(getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur == 32768);
    CHECK_EQUAL(setrlimit(RLIMIT_STACK, &limit), 0);
    limit.rlim_cur--;
    FAILS(setrlimit(RLIMIT_STACK, &limit), EPERM);
    limit.rlim_max -= 2;
    FAILS(setrlimit(RLIMIT_STACK, &limit), EINVAL);
    FAILS(getrlimit(99, &limit), EINVAL);
}

static uint64_t used(void)
{
    struct timespec now;

    CHECK_EQUAL(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Sleeping uses no processor; computing does. */
static void check_usage(void)
{
    uint64_t before = used(), slept, computed;
    struct timespec pause = { 0, 200000000 };
    volatile unsigned int i;
    struct rusage usage;
    struct tms times_used;

    nanosleep(&pause, NULL);
    slept = used() - before;
    CHECK(slept < 150000000);
    before = used();
    for (i = 0; i < 20000000; i++)
        ;
    computed = used() - before;
    CHECK(computed > 20000000);
    CHECK(getrusage(RUSAGE_SELF, &usage) == 0 &&
          usage.ru_utime.tv_sec * 1000000ULL + usage.ru_utime.tv_usec >= computed / 1000);
    CHECK(times(&times_used) != (clock_t)-1 && times_used.tms_utime > 0);
    FAILS(getrusage(7, &usage), EINVAL);
}

static void check_clocks(void)
{
    struct timespec time = { 0, 0 };
    struct timeval now;

    CHECK(clock_getres(CLOCK_MONOTONIC, &time) == 0 && time.tv_nsec == 1);
    FAILS(clock_getres(99, &time), EINVAL);
    FAILS(clock_settime(CLOCK_REALTIME, &time), EPERM);
    FAILS(clock_settime(CLOCK_MONOTONIC, &time), EINVAL);
    time.tv_nsec = 1000000000;
    FAILS(clock_settime(CLOCK_REALTIME, &time), EINVAL);
    CHECK(gettimeofday(&now, NULL) == 0 && now.tv_sec > 1700000000 && now.tv_usec < 1000000);
}

static void check_scheduling(void)
{
    struct sched_param parameter = { .sched_priority = -1 };
    struct timespec slice;
    void *memory = NULL;

    CHECK(sched_get_priority_min(SCHED_RR) == 1 && sched_get_priority_max(SCHED_RR) == 31);
    FAILS(sched_get_priority_max(99), EINVAL);
    CHECK_EQUAL(sched_getscheduler(0), SCHED_RR);
    CHECK(sched_getparam(0, &parameter) == 0 && parameter.sched_priority == 16);
    CHECK_EQUAL(sched_setparam(0, &parameter), 0);
    FAILS(sched_setscheduler(0, SCHED_FIFO, &parameter), EPERM);
    parameter.sched_priority = 17;
    CHECK_EQUAL(sched_setscheduler(0, SCHED_RR, &parameter), SCHED_RR);
    CHECK(sched_getparam(0, &parameter) == 0 && parameter.sched_priority == 17);
    parameter.sched_priority = 16;
    CHECK_EQUAL(sched_setparam(0, &parameter), 0);
    parameter.sched_priority = 32;
    FAILS(sched_setparam(0, &parameter), EINVAL);
    FAILS(sched_getscheduler(2), ESRCH);
    CHECK(sched_rr_get_interval(1, &slice) == 0 && slice.tv_nsec == 10000000);
    CHECK(posix_memalign(&memory, 256, 100) == 0 && memory && (uintptr_t)memory % 256 == 0);
    free(memory);
    CHECK_EQUAL(posix_memalign(&memory, 24, 100), EINVAL);
}

static void check_processes(void)
{
    char *none[] = { NULL };

    FAILS(fork(), ENOSYS);
    FAILS(vfork(), ENOSYS);
    FAILS(execv("/bin/sh", none), ENOSYS);
    FAILS(execl("/bin/sh", "sh", NULL), ENOSYS);
    FAILS(system("true"), ENOSYS);
    CHECK_EQUAL(system(NULL), 0);
    errno = 0;
    CHECK(!popen("true", "r") && errno == ENOSYS);
    FAILS(wait(NULL), ECHILD);
    FAILS(waitpid(-1, NULL, WNOHANG), ECHILD);
    FAILS(waitpid(-1, NULL, 0x4000), EINVAL);
}

void test(void)
{
    check_identity();
    check_users();
    check_names();
    check_limits();
    check_usage();
    check_clocks();
    check_scheduling();
    check_processes();
}
