/*
 * Owners: kept with the file, and without meaning, as there is one user.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include "path.h"
#include "tree.h"

/* -1 leaves one as it is. */
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

static int set_path_owner(int from, const char *path, enum path_follow follow, uid_t user,
                          gid_t group)
{
    struct node *node;
    int error;

    tree_lock();
    error = path_find_node(from, path, follow, &node);
    if (!error)
        error = set_owner(node, user, group);
    tree_unlock();
    return error;
}

int fchownat(int from, const char *path, uid_t user, gid_t group, int flags)
{
    bool keep_link = flags & AT_SYMLINK_NOFOLLOW;

    if (flags & ~AT_SYMLINK_NOFOLLOW)
        return answer(-EINVAL);
    return answer(set_path_owner(from, path, keep_link ? PATH_KEEP_LINK : PATH_FOLLOW_LINK, user,
                                 group));
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
