/*
 * New names in the tree: directories and links.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/create.h>
#include <vfs/node_file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

mode_t umask(mode_t new)
{
    mode_t old = create_mask;

    create_mask = new & 0777;
    return old;
}

int mkdirat(int from, const char *path, mode_t mode)
{
    return answer(create_at(from, path, S_IFDIR | (mode & (0777 | S_ISVTX)), &directory_operations));
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

static int make_link(const struct place *place, const char *target)
{
    char *copy = strdup(target);
    struct node *node;
    int error;

    if (!copy)
        return -ENOSPC;
    error = create_node(place, S_IFLNK | 0777, &link_operations, &node);
    if (error) {
        free(copy);
        return error;
    }
    node->bytes = copy;
    node->size = strlen(copy);
    node_put(node);
    return 0;
}

int symlinkat(const char *target, int from, const char *path)
{
    struct place place;
    int error;

    if (!target)
        return answer(-EFAULT);
    if (!*target)
        return answer(-ENOENT);
    if (strnlen(target, PATH_BYTES_MAX) == PATH_BYTES_MAX)
        return answer(-ENAMETOOLONG);
    tree_lock();
    error = create_place(from, path, false, &place);
    if (!error)
        error = make_link(&place, target);
    tree_unlock();
    return answer(error);
}

int symlink(const char *target, const char *path)
{
    return symlinkat(target, AT_FDCWD, path);
}

static int add_name(struct node *node, const struct place *place)
{
    int error = create_allowed(place->directory);

    if (node->volume != place->directory->volume)
        return -EXDEV;
    if (error)
        return error;
    if (node_is_directory(node))
        return -EPERM;
    if (entry_add(place->directory, place->name, place->length, node))
        return -ENOSPC;
    node_touch(node, false);
    node_touch(place->directory, true);
    return 0;
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    enum path_follow follow = flags & AT_SYMLINK_FOLLOW ? PATH_FOLLOW_LINK : PATH_KEEP_LINK;
    struct place place;
    struct node *node;
    int error;

    if (flags & ~AT_SYMLINK_FOLLOW)
        return answer(-EINVAL);
    tree_lock();
    error = path_find_node(from, old, follow, &node);
    if (!error)
        error = create_place(to, new, false, &place);
    if (!error)
        error = add_name(node, &place);
    tree_unlock();
    return answer(error);
}

int link(const char *old, const char *new)
{
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}
