/*
 * Open files of every kind, which descriptors refer to.
 *
 * A file is made by the code of its kind (the tree of names, a pipe, a socket) and
 * used through its operations. Thread context; 0 or more, or a negative errno.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_FILE_H
#define VFS_FILE_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

struct file;
struct node;

/* The most bytes that one call moves, as on Linux. */
#define FILE_TRANSFER_MAX 0x7ffff000U

/*
 * What NULL means: read, write, sync: -EINVAL; seek: -ESPIPE; ready: always ready;
 * release: nothing to do. read and write advance *at if the file has positions, and
 * access it under the lock of the contents.
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

/* Makes a file with one reference; NULL without memory. */
struct file *file_new(const struct file_operations *operations, int flags);

/* Takes a reference; drops one. Any context, but only a thread may drop the last. */
static inline void file_get(struct file *file)
{
    __atomic_add_fetch(&file->references, 1, __ATOMIC_RELAXED);
}

void file_put(struct file *file);

/* At the given position, or the file's own. -EBADF: not opened for that. */
ssize_t file_read(struct file *file, void *to, size_t size, off_t *at);
ssize_t file_write(struct file *file, const void *from, size_t size, off_t *at);

/* Has positions: pread() and pwrite() are possible. */
static inline bool file_seekable(const struct file *file)
{
    return file->operations->seek;
}

#endif
