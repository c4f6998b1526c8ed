/*
 * The status of files: stat(), access(), chmod(), readlink().
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

int fstatat(int from, const char *restrict path, struct stat *restrict status, int flags)
{
    struct node *node;
    int error;

    if (flags & ~AT_SYMLINK_NOFOLLOW)
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(from, path, path_follow(flags), &node);
    if (!error)
        error = node_status(node, status);
    tree_unlock();
    return answer(error);
}

int stat(const char *restrict path, struct stat *restrict status)
{
    return fstatat(AT_FDCWD, path, status, 0);
}

int lstat(const char *restrict path, struct stat *restrict status)
{
    return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

/* Root may do everything, but execution needs a mode bit, and writing a writable volume. */
static int check_access(const struct node *node, int mode)
{
    if (mode & W_OK && node->volume->read_only && !S_ISCHR(node->mode))
        return -EROFS;
    if (mode & X_OK && !node_is_directory(node) && !(node->mode & 0111))
        return -EACCES;
    return 0;
}

/* Real and effective user are the same, so AT_EACCESS changes nothing. */
int faccessat(int from, const char *path, int mode, int flags)
{
    struct node *node;
    int error;

    if (mode & ~(R_OK | W_OK | X_OK) || flags & ~(AT_SYMLINK_NOFOLLOW | AT_EACCESS))
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(from, path, path_follow(flags), &node);
    if (!error)
        error = check_access(node, mode);
    tree_unlock();
    return answer(error);
}

int access(const char *path, int mode)
{
    return faccessat(AT_FDCWD, path, mode, 0);
}

/* The mode of a symbolic link cannot be changed. */
static int set_mode(struct node *node, mode_t mode)
{
    if (S_ISLNK(node->mode))
        return -EOPNOTSUPP;
    if (node->volume->read_only)
        return -EROFS;
    node->mode = (node->mode & S_IFMT) | (mode & 07777);
    node_touch(node, false);
    return 0;
}

int fchmodat(int from, const char *path, mode_t mode, int flags)
{
    struct node *node;
    int error;

    if (flags & ~AT_SYMLINK_NOFOLLOW)
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(from, path, path_follow(flags), &node);
    if (!error)
        error = set_mode(node, mode);
    tree_unlock();
    return answer(error);
}

int chmod(const char *path, mode_t mode)
{
    return fchmodat(AT_FDCWD, path, mode, 0);
}

int fchmod(int fd, mode_t mode)
{
    struct file *file = descriptor_file(fd);
    int error = -EINVAL;

    if (!file)
        return answer(-EBADF);
    if (file->node) {
        tree_lock();
        error = set_mode(file->node, mode);
        tree_unlock();
    }
    file_put(file);
    return answer(error);
}

ssize_t readlinkat(int from, const char *restrict path, char *restrict to, size_t size)
{
    struct node *node;
    ssize_t n;

    if (!size || size > INT_MAX)
        return answer(-EINVAL);
    tree_lock();
    n = path_find_node(from, path, PATH_KEEP_LINK, &node);
    if (!n && !S_ISLNK(node->mode))
        n = -EINVAL;
    else if (!n && !to)
        n = -EFAULT;
    if (!n)
        for (; (size_t)n < size && n < node->size; n++)
            to[n] = node->bytes[n];
    tree_unlock();
    return answer(n);
}

ssize_t readlink(const char *restrict path, char *restrict to, size_t size)
{
    return readlinkat(AT_FDCWD, path, to, size);
}
