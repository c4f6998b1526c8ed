/*
 * Owners are kept with the file but have no effect, as there is one user.
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

/* -1 leaves user or group as it is. */
static int set_owner(struct node *node, uid_t user, gid_t group)
{
    if (node->volume->read_only)
        return -EROFS;
    if (user != (uid_t)-1)
        node->user = user;
    if (group != (gid_t)-1)
        node->group = group;
    node_touch(node, false);
    return 0;
}

int fchownat(int from, const char *path, uid_t user, gid_t group, int flags)
{
    struct node *node;
    int error;

    if (flags & ~AT_SYMLINK_NOFOLLOW)
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(from, path, path_follow(flags), &node);
    if (!error)
        error = set_owner(node, user, group);
    tree_unlock();
    return answer(error);
}

int chown(const char *path, uid_t user, gid_t group)
{
    return fchownat(AT_FDCWD, path, user, group, 0);
}

int lchown(const char *path, uid_t user, gid_t group)
{
    return fchownat(AT_FDCWD, path, user, group, AT_SYMLINK_NOFOLLOW);
}

int fchown(int fd, uid_t user, gid_t group)
{
    struct file *file = descriptor_file(fd);
    int error = -EINVAL;

    if (!file)
        return answer(-EBADF);
    if (file->node) {
        tree_lock();
        error = set_owner(file->node, user, group);
        tree_unlock();
    }
    file_put(file);
    return answer(error);
}
