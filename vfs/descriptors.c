/*
 * The table of descriptors. Its parts are allocated when first needed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <kernel/lock.h>
#include <vfs/console_file.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>

#define PART_SIZE   32
#define PARTS       (DESCRIPTORS_MAX / PART_SIZE)

struct descriptor {
    struct file *file;
    int flags;
};

/* Protected by the kernel lock. */
static struct descriptor first_part[PART_SIZE] = {
    { .file = &console_file }, { .file = &console_file }, { .file = &console_file },
};
static struct descriptor *parts[PARTS - 1];         /* the others */
static int no_free_below = 3;

static struct descriptor *part_of(int fd)
{
    return fd < PART_SIZE ? first_part : parts[fd / PART_SIZE - 1];
}

/* NULL: out of range, or not open. */
static struct descriptor *descriptor_find(int fd)
{
    struct descriptor *part;

    if ((unsigned int)fd >= DESCRIPTORS_MAX)
        return NULL;
    part = part_of(fd);
    return part && part[fd % PART_SIZE].file ? part + fd % PART_SIZE : NULL;
}

struct file *descriptor_file(int fd)
{
    bool unlock = kernel_lock_save();
    struct descriptor *descriptor = descriptor_find(fd);
    struct file *file = descriptor ? descriptor->file : NULL;

    if (file)
        file_get(file);
    kernel_lock_restore(unlock);
    return file;
}

/* The lock is released during malloc(), so another thread may have made the part meanwhile. */
static int make_part(int fd)
{
    struct descriptor *part;

    if (part_of(fd))
        return 0;
    part = calloc(PART_SIZE, sizeof(*part));
    if (!part)
        return -ENOMEM;
    kernel_lock();
    if (!part_of(fd)) {
        parts[fd / PART_SIZE - 1] = part;
        part = NULL;
    }
    kernel_unlock();
    free(part);
    return 0;
}

static int lowest_free(int least)
{
    int fd = least > no_free_below ? least : no_free_below;

    while (descriptor_find(fd))
        fd++;
    return fd;
}

static void descriptor_fill(int fd, struct file *file, int flags)
{
    if (fd == no_free_below)
        no_free_below++;
    part_of(fd)[fd % PART_SIZE] = (struct descriptor){ file, flags };
}

/* Takes the lowest free descriptor; -EAGAIN: its part of the table must be made first. */
static int try_new(struct file *file, int least, int flags, int *fd)
{
    bool unlock = kernel_lock_save();
    int error = 0;

    *fd = lowest_free(least);
    if (*fd >= DESCRIPTORS_MAX)
        error = -EMFILE;
    else if (!part_of(*fd))
        error = -EAGAIN;
    else
        descriptor_fill(*fd, file, flags);
    kernel_lock_restore(unlock);
    return error;
}

int descriptor_new(struct file *file, int least, bool close_on_exec)
{
    int fd, error;

    if ((unsigned int)least >= DESCRIPTORS_MAX)
        return -EINVAL;
    while ((error = try_new(file, least, close_on_exec ? FD_CLOEXEC : 0, &fd)) == -EAGAIN) {
        error = make_part(fd);
        if (error)
            break;
    }
    return error ? error : fd;
}

int descriptor_replace(int fd, struct file *file, struct file **old)
{
    bool unlock;

    *old = NULL;
    if ((unsigned int)fd >= DESCRIPTORS_MAX)
        return -EBADF;
    if (make_part(fd))
        return -ENOMEM;
    unlock = kernel_lock_save();
    *old = part_of(fd)[fd % PART_SIZE].file;
    descriptor_fill(fd, file, 0);
    kernel_lock_restore(unlock);
    return 0;
}

struct file *descriptor_remove(int fd)
{
    bool unlock = kernel_lock_save();
    struct descriptor *descriptor = descriptor_find(fd);
    struct file *file = descriptor ? descriptor->file : NULL;

    if (descriptor) {
        descriptor->file = NULL;
        if (fd < no_free_below)
            no_free_below = fd;
    }
    kernel_lock_restore(unlock);
    return file;
}

int descriptor_flags(int fd)
{
    bool unlock = kernel_lock_save();
    struct descriptor *descriptor = descriptor_find(fd);
    int flags = descriptor ? descriptor->flags : -EBADF;

    kernel_lock_restore(unlock);
    return flags;
}

int descriptor_set_flags(int fd, int flags)
{
    bool unlock = kernel_lock_save();
    struct descriptor *descriptor = descriptor_find(fd);

    if (descriptor)
        descriptor->flags = flags & FD_CLOEXEC;
    kernel_lock_restore(unlock);
    return descriptor ? 0 : -EBADF;
}
