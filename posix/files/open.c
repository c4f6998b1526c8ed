/*
 * open(): from a path to a descriptor.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <kernel/cancel.h>
#include <lib/answer.h>
#include <posix/signals.h>
#include <vfs/create.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

/* Flags that the open file keeps. */
#define FILE_FLAGS (O_ACCMODE | O_APPEND | O_NONBLOCK | O_SYNC)

static bool open_writes(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY;
}

/* May this node be opened with these flags? */
static int check_node(const struct node *node, int flags)
{
    if (S_ISLNK(node->mode))
        return flags & O_DIRECTORY ? -ENOTDIR : -ELOOP;
    if (node_is_directory(node))
        return open_writes(flags) || flags & O_CREAT ? -EISDIR : 0;
    if (flags & O_DIRECTORY)
        return -ENOTDIR;
    if (S_ISREG(node->mode) && (open_writes(flags) || flags & O_TRUNC) && node->volume->read_only)
        return -EROFS;
    return 0;
}

static int open_there(struct place *place, int flags, struct node **node)
{
    int error;

    if (flags & O_CREAT && place->slash && place->last == LAST_NAME)
        return -EISDIR;
    if (flags & O_CREAT && flags & O_EXCL)
        return -EEXIST;
    if (flags & O_CREAT && place->last != LAST_NAME)
        return -EISDIR;
    if (place->slash && !node_is_directory(place->node))
        return -ENOTDIR;
    error = check_node(place->node, flags);
    if (error)
        return error;
    *node = place->node;
    node_get(*node);
    return 0;
}

/* Finds the path's node, or makes it if flags say so; with a reference. Tree locked. */
static int find_or_make(int from, const char *path, int flags, mode_t mode,
                        struct node **node)
{
    bool keep_link = flags & O_NOFOLLOW || (flags & O_CREAT && flags & O_EXCL);
    struct place place;
    int error = path_find(from, path, keep_link ? PATH_KEEP_LINK : PATH_FOLLOW_LINK, &place);

    if (error)
        return error;
    if (place.node)
        return open_there(&place, flags, node);
    if (!(flags & O_CREAT))
        return -ENOENT;
    if (place.slash)
        return -EISDIR;
    return create_node(&place, S_IFREG | mode, NULL, node);
}

static int truncate_node(struct node *node, int flags)
{
    return flags & O_TRUNC && S_ISREG(node->mode) ? node->operations->resize(node, 0) : 0;
}

static struct file *file_of(struct node *node, int flags)
{
    struct file *file = file_new(node->operations->file, flags & FILE_FLAGS);

    if (file)
        file->node = node;
    return file;
}

static int open_node(struct node *node, int flags)
{
    struct file *file = truncate_node(node, flags) ? NULL : file_of(node, flags);
    int fd, error = -ENOMEM;

    if (file)
        error = node->operations->open ? node->operations->open(file) : 0;
    if (error) {
        free(file);
        node_put(node);
        return error;
    }
    fd = descriptor_new(file, 0, flags & O_CLOEXEC);
    if (fd < 0)
        file_put(file);
    return fd;
}

static int open_once(int from, const char *path, int flags, mode_t mode)
{
    struct node *node;
    int error;

    tree_lock();
    error = find_or_make(from, path, flags, mode, &node);
    tree_unlock();
    return error ? error : open_node(node, flags);
}

/* Opening a named pipe may wait for its other end. */
static int open_path(int from, const char *path, int flags, mode_t mode)
{
    int fd;

    cancel_point_begin();
    do
        fd = open_once(from, path, flags, mode);
    while (signal_restart() && fd == -EINTR);
    cancel_point_end(fd < 0 ? fd : 0);
    return answer(fd);
}

/* The mode is passed only if a file may be made. */
#define MODE(flags, mode) \
    do { \
        if ((flags) & O_CREAT) { \
            va_list arguments; \
\
            va_start(arguments, flags); \
            (mode) = va_arg(arguments, mode_t); \
            va_end(arguments); \
        } \
    } while (0)

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE(flags, mode);
    return open_path(AT_FDCWD, path, flags, mode & 07777);
}

int openat(int from, const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE(flags, mode);
    return open_path(from, path, flags, mode & 07777);
}

int creat(const char *path, mode_t mode)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
