/*
 * Calls on descriptors that stdio makes, so every program links them. They refer
 * only to the file's own operations.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <reent.h>
#include <unistd.h>
#include <kernel/cancel.h>
#include <lib/answer.h>
#include <posix/signals.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>

static ssize_t read_once(int fd, void *to, size_t size)
{
    struct file *file = descriptor_file(fd);
    ssize_t n;

    if (!file)
        return -EBADF;
    n = file_read(file, to, size, &file->position);
    file_put(file);
    return n;
}

static ssize_t write_once(int fd, const void *data, size_t size)
{
    struct file *file = descriptor_file(fd);
    ssize_t n;

    if (!file)
        return -EBADF;
    n = file_write(file, data, size, &file->position);
    file_put(file);
    return n;
}

/*
 * stdio calls these two with the lock of its stream held. So a thread is not cancelled
 * here but in read() and write(). Signal handlers run when no other lock is held.
 */
ssize_t _read_r(struct _reent *unused, int fd, void *to, size_t size)
{
    ssize_t n;

    (void)unused;
    do
        n = read_once(fd, to, size);
    while (signal_restart() && n == -EINTR);
    return answer(n);
}

ssize_t _write_r(struct _reent *unused, int fd, const void *data, size_t size)
{
    ssize_t n;

    (void)unused;
    do
        n = write_once(fd, data, size);
    while (signal_restart() && n == -EINTR);
    return answer(n);
}

/* A cancelled read has released everything before the thread ends. */
ssize_t read(int fd, void *to, size_t size)
{
    ssize_t n;

    cancel_point_begin();
    n = _read_r(NULL, fd, to, size);
    cancel_point_end(n < 0 ? -errno : 0);
    return n;
}

ssize_t write(int fd, const void *data, size_t size)
{
    ssize_t n;

    cancel_point_begin();
    n = _write_r(NULL, fd, data, size);
    cancel_point_end(n < 0 ? -errno : 0);
    return n;
}

off_t lseek(int fd, off_t offset, int whence)
{
    struct file *file = descriptor_file(fd);
    off_t at = -ESPIPE;

    if (!file)
        return answer(-EBADF);
    if (file->operations->seek)
        at = file->operations->seek(file, offset, whence);
    file_put(file);
    return answer(at);
}

int fstat(int fd, struct stat *status)
{
    struct file *file = descriptor_file(fd);
    int error;

    if (!file)
        return answer(-EBADF);
    error = file->operations->status(file, status);
    file_put(file);
    return answer(error);
}

int isatty(int fd)
{
    struct file *file = descriptor_file(fd);
    bool terminal;

    if (!file)
        return answer(-EBADF) + 1;
    terminal = file->operations->terminal;
    file_put(file);
    return terminal ? 1 : answer(-ENOTTY) + 1;
}

int close(int fd)
{
    struct file *file = descriptor_remove(fd);

    if (!file)
        return answer(-EBADF);
    file_put(file);
    return 0;
}
