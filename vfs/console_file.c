/*
 * The console as a file.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
#include <drivers/tty.h>
#include <vfs/console_file.h>
#include <vfs/poll.h>

ssize_t console_file_read(struct file *file, void *to, size_t size, off_t *at)
{
    (void)at;
    return tty_read(to, size, !(file->flags & O_NONBLOCK));
}

ssize_t console_file_write(struct file *file, const void *from, size_t size, off_t *at)
{
    (void)file;
    (void)at;
    tty_write(from, size);
    return size;
}

int console_file_ready(struct file *file)
{
    (void)file;
    return POLLOUT | (tty_ready(poll_changed) ? POLLIN : 0);
}

static int console_file_status(struct file *file, struct stat *status)
{
    (void)file;
    *status = (struct stat){ .st_mode = S_IFCHR | 0600, .st_nlink = 1, .st_blksize = 1024 };
    return 0;
}

static const struct file_operations operations = {
    .read = console_file_read,
    .write = console_file_write,
    .status = console_file_status,
    .ready = console_file_ready,
    .terminal = true,
};

/* It has one reference more than descriptors, so it is never freed. */
struct file console_file = { .operations = &operations, .references = 4, .flags = O_RDWR };
