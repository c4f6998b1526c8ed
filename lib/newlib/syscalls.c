/*
 * The system calls under newlib. Each does the real thing or fails with ENOSYS;
 * none lies.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <reent.h>
#include <sys/stat.h>
#include <unistd.h>
#include <kernel/lifecycle.h>
#include <kernel/thread.h>
#include <mm/heap.h>

/* errno is in it: newlib asks through this, and declares it only as a macro's callee. */
struct _reent *__getreent(void);

static int fail(int error)
{
    errno = error;
    return -1;
}

struct _reent *__getreent(void)
{
    return thread_reent(thread_current());
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
