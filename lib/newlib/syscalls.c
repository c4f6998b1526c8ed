/*
 * The system calls under newlib. Each does the real thing or fails with ENOSYS;
 * none lies.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <reent.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <drivers/console.h>
#include <drivers/tty.h>
#include <kernel/lifecycle.h>
#include <kernel/panic.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <mm/heap.h>

#define PID 1

/* errno is in it: newlib asks through this, and declares it only as a macro's callee. */
struct _reent *__getreent(void);

static int fail(int error)
{
    errno = error;
    return -1;
}

static bool is_console(int fd)
{
    return fd >= STDIN_FILENO && fd <= STDERR_FILENO;
}

struct _reent *__getreent(void)
{
    return thread_reent(thread_current());
}

ssize_t write(int fd, const void *data, size_t size)
{
    if (!is_console(fd))
        return fail(EBADF);
    console_write_text(data, size);
    return size;
}

ssize_t read(int fd, void *to, size_t size)
{
    return is_console(fd) ? (ssize_t)tty_read(to, size) : fail(EBADF);
}

int isatty(int fd)
{
    if (is_console(fd))
        return 1;
    errno = EBADF;
    return 0;
}

int fstat(int fd, struct stat *status)
{
    if (!is_console(fd))
        return fail(EBADF);
    *status = (struct stat){ .st_mode = S_IFCHR | 0600, .st_nlink = 1, .st_blksize = 1024 };
    return 0;
}

off_t lseek(int fd, off_t offset, int whence)
{
    (void)offset;
    (void)whence;
    return fail(is_console(fd) ? ESPIPE : EBADF);
}

int close(int fd)
{
    return is_console(fd) ? 0 : fail(EBADF);
}

int open(const char *path, int flags, ...)
{
    (void)path;
    (void)flags;
    return fail(ENOSYS);
}

int stat(const char *restrict path, struct stat *restrict status)
{
    (void)path;
    (void)status;
    return fail(ENOSYS);
}

int link(const char *old, const char *new)
{
    (void)old;
    (void)new;
    return fail(ENOSYS);
}

int unlink(const char *path)
{
    (void)path;
    return fail(ENOSYS);
}

pid_t fork(void)
{
    return fail(ENOSYS);
}

int execve(const char *path, char *const *arguments, char *const *environment)
{
    (void)path;
    (void)arguments;
    (void)environment;
    return fail(ENOSYS);
}

pid_t wait(int *status)
{
    (void)status;
    return fail(ECHILD);
}

pid_t getpid(void)
{
    return PID;
}

/* A signal that nobody handles ends the program: abnormally, so the domain crashes. */
int kill(pid_t pid, int signal)
{
    if (pid != PID)
        return fail(ESRCH);
    if (signal)
        panic("the application was ended by signal %d", signal);
    return 0;
}

void _exit(int status)
{
    lifecycle_exit(status);
}

void *sbrk(ptrdiff_t delta)
{
    uintptr_t old;
    int error = heap_move_break(delta, &old);

    if (error) {
        errno = -error;
        return (void *)-1;
    }
    return (void *)old;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    uint64_t ns = time_wall();

    (void)zone;
    now->tv_sec = ns / NS_PER_SECOND;
    now->tv_usec = ns % NS_PER_SECOND / 1000;
    return 0;
}

clock_t times(struct tms *times)
{
    clock_t now = time_monotonic() / (NS_PER_SECOND / CLOCKS_PER_SEC);

    *times = (struct tms){ .tms_utime = now };
    return now;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    uint64_t ns;

    if (clock == CLOCK_REALTIME)
        ns = time_wall();
    else if (clock == CLOCK_MONOTONIC)
        ns = time_monotonic();
    else
        return fail(EINVAL);
    now->tv_sec = ns / NS_PER_SECOND;
    now->tv_nsec = ns % NS_PER_SECOND;
    return 0;
}

int nanosleep(const struct timespec *time, struct timespec *rest)
{
    if (time->tv_sec < 0 || !timespec_is_normal(time))
        return fail(EINVAL);
    thread_sleep(timespec_ns(time));
    if (rest)
        *rest = (struct timespec){ 0, 0 };
    return 0;
}
