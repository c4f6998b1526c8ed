/*
 * Open files: what a descriptor stands for, whatever it is.
 *
 * Files are made by who knows their kind (the tree of names, a pipe, a socket)
 * and are used through their operations. Thread context; 0 or more, or a
 * negative errno.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_FILE_H
#define VFS_FILE_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

struct file;
struct node;

/* As on Linux: what one call moves at most. */
#define FILE_TRANSFER_MAX 0x7ffff000U

/*
 * What is NULL cannot be done: read, write: -EINVAL; seek: -ESPIPE; ready: it
 * always is; sync: -EINVAL; release: nothing to do. read and write move *at by
 * what they did, if the file has positions; who has one reads it under the lock
 * of the contents.
 */
struct file_operations {
    ssize_t (*read)(struct file *file, void *to, size_t size, off_t *at);
    ssize_t (*write)(struct file *file, const void *from, size_t size, off_t *at);
    off_t (*seek)(struct file *file, off_t offset, int whence);
    int (*status)(struct file *file, struct stat *status);
    int (*sync)(struct file *file);
    /* Which of POLLIN, POLLOUT, POLLERR, POLLHUP hold now; never waits. */
    int (*ready)(struct file *file);
    /* The last reference is gone; the file itself is freed afterwards. */
    void (*release)(struct file *file);
    bool terminal;
};

struct file {
    const struct file_operations *operations;
    unsigned int references;        /* descriptors, and calls under way */
    int flags;                      /* O_ACCMODE, O_APPEND, O_NONBLOCK */
    off_t position;
    struct node *node;              /* of the tree of names, or NULL */
    void *data;                     /* the kind's own */
};

/* Makes one, with one reference; NULL without memory. */
struct file *file_new(const struct file_operations *operations, int flags);

/* Takes a reference; gives it back. Any context; the last is given back in a thread. */
static inline void file_get(struct file *file)
{
    __atomic_add_fetch(&file->references, 1, __ATOMIC_RELAXED);
}

void file_put(struct file *file);

/* -EBADF: not opened for that. At the position given, or the file's own. */
ssize_t file_read(struct file *file, void *to, size_t size, off_t *at);
ssize_t file_write(struct file *file, const void *from, size_t size, off_t *at);

/* Has positions: pread() and pwrite() are possible. */
static inline bool file_seekable(const struct file *file)
{
    return file->operations->seek;
}

#endif
