/*
 * The system calls under newlib. Each does the real thing or fails with ENOSYS;
 * none lies.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <reent.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>
#include <drivers/console.h>
#include <drivers/tty.h>
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
