/*
 * Making files shorter or longer, and fsync() and the like.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

static int file_resize(struct node *node, off_t size)
{
    if (node_is_directory(node))
        return -EISDIR;
    if (S_ISREG(node->mode) && node->volume->read_only)
        return -EROFS;
    return node->operations->resize ? node->operations->resize(node, size) : -EINVAL;
}

int truncate(const char *path, off_t size)
{
    struct node *node;
    int error;

    if (size < 0)
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(AT_FDCWD, path, PATH_FOLLOW_LINK, &node);
    if (!error)
        error = file_resize(node, size);
    tree_unlock();
    return answer(error);
}

int ftruncate(int fd, off_t size)
{
    struct file *file;
    int error = -EINVAL;

    if (size < 0)
        return answer(-EINVAL);
    file = descriptor_file(fd);
    if (!file)
        return answer(-EBADF);
    if (file->node && S_ISREG(file->node->mode) && (file->flags & O_ACCMODE) != O_RDONLY)
        error = file_resize(file->node, size);
    file_put(file);
    return answer(error);
}

int fsync(int fd)
{
    struct file *file = descriptor_file(fd);
    int error = -EINVAL;

    if (!file)
        return answer(-EBADF);
    if (file->operations->sync)
        error = file->operations->sync(file);
    file_put(file);
    return answer(error);
}

int fdatasync(int fd)
{
    return fsync(fd);
}

/* No write is held back. */
void sync(void)
{
}
