/*
 * Owners: kept with the file, and without meaning, as there is one user.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
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

static int set_path_owner(const char *path, enum path_follow follow, uid_t user, gid_t group)
{
    struct node *node;
    int error;

    tree_lock();
    error = path_find_node(NULL, path, follow, &node);
    if (!error)
        error = set_owner(node, user, group);
    tree_unlock();
    return error;
}

int chown(const char *path, uid_t user, gid_t group)
{
    return answer(set_path_owner(path, PATH_FOLLOW_LINK, user, group));
}

int lchown(const char *path, uid_t user, gid_t group)
{
    return answer(set_path_owner(path, PATH_KEEP_LINK, user, group));
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
