/*
 * Reading and writing at a given position, and with several buffers.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <sys/uio.h>
#include <unistd.h>
#include <kernel/cancel.h>
#include <lib/answer.h>
#include <lib/util.h>
#include <posix/signals.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>

/* -ESPIPE: the file has no positions. */
static ssize_t check_place(const struct file *file, off_t at)
{
    if (at < 0)
        return -EINVAL;
    return file_seekable(file) ? 0 : -ESPIPE;
}

ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    struct file *file = descriptor_file(fd);
    ssize_t n;

    if (!file)
        return answer(at < 0 ? -EINVAL : -EBADF);
    n = check_place(file, at);
    if (!n)
        n = file_read(file, to, size, &at);
    file_put(file);
    return answer(n);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    struct file *file = descriptor_file(fd);
    ssize_t n;

    if (!file)
        return answer(at < 0 ? -EINVAL : -EBADF);
    n = check_place(file, at);
    if (!n)
        n = file_write(file, from, size, &at);
    file_put(file);
    return answer(n);
}

static bool too_long(const struct iovec *parts, int count)
{
    for (; count--; parts++)
        if (parts->iov_len > SSIZE_MAX)
            return true;
    return false;
}

typedef ssize_t move_fn(struct file *file, void *data, size_t size, off_t *at);

static ssize_t move_in(struct file *file, void *data, size_t size, off_t *at)
{
    return file_read(file, data, size, at);
}

static ssize_t move_out(struct file *file, void *data, size_t size, off_t *at)
{
    return file_write(file, data, size, at);
}

/* Stops at the first part that is not moved whole, or at the limit of one call. */
static ssize_t move_parts(struct file *file, const struct iovec *parts, int count, move_fn *move)
{
    ssize_t done = 0;

    while (count--) {
        size_t room = FILE_TRANSFER_MAX - done;
        size_t size = MIN(parts->iov_len, room);
        ssize_t n = move(file, parts->iov_base, size, &file->position);

        if (n < 0)
            return done ? done : n;
        done += n;
        if ((size_t)n < parts++->iov_len)
            break;
    }
    return done;
}

static ssize_t move_once(int fd, const struct iovec *parts, int count, move_fn *move)
{
    struct file *file = descriptor_file(fd);
    ssize_t n = -EINVAL;

    if (!file)
        return -EBADF;
    if (count >= 0 && count <= IOV_MAX && !too_long(parts, count))
        n = move_parts(file, parts, count, move);
    file_put(file);
    return n;
}

static ssize_t move_vector(int fd, const struct iovec *parts, int count, move_fn *move)
{
    ssize_t n;

    cancel_point_begin();
    do
        n = move_once(fd, parts, count, move);
    while (signal_restart() && n == -EINTR);
    cancel_point_end(n);
    return n;
}

ssize_t readv(int fd, const struct iovec *parts, int count)
{
    return answer(move_vector(fd, parts, count, move_in));
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    return answer(move_vector(fd, parts, count, move_out));
}
