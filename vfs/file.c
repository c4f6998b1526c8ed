/*
 * Open files.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <arch/layout.h>
#include <lib/util.h>
#include <vfs/file.h>

struct file *file_new(const struct file_operations *operations, int flags)
{
    struct file *file = calloc(1, sizeof(*file));

    if (file)
        *file = (struct file){ .operations = operations, .references = 1, .flags = flags };
    return file;
}

void file_put(struct file *file)
{
    if (__atomic_sub_fetch(&file->references, 1, __ATOMIC_ACQ_REL))
        return;
    if (file->operations->release)
        file->operations->release(file);
    free(file);
}

/* True for a pointer to where nothing is ever mapped. Other bad pointers fault. */
static bool is_bad(const void *data, size_t size)
{
    return (uintptr_t)data < LOW_MAP_START && size;
}

static size_t transfer_limited(size_t size)
{
    return MIN(size, FILE_TRANSFER_MAX);
}

ssize_t file_read(struct file *file, void *to, size_t size, off_t *at)
{
    if ((file->flags & O_ACCMODE) == O_WRONLY)
        return -EBADF;
    if (!file->operations->read)
        return -EINVAL;
    if (is_bad(to, size))
        return -EFAULT;
    return file->operations->read(file, to, transfer_limited(size), at);
}

ssize_t file_write(struct file *file, const void *from, size_t size, off_t *at)
{
    if ((file->flags & O_ACCMODE) == O_RDONLY)
        return -EBADF;
    if (!file->operations->write)
        return -EINVAL;
    if (is_bad(from, size))
        return -EFAULT;
    return file->operations->write(file, from, transfer_limited(size), at);
}
