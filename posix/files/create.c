/*
 * New names in the tree: files, directories, links.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/node_file.h>
#include <vfs/path.h>
#include <vfs/tree.h>
#include "create.h"

static mode_t mask = 022;

mode_t umask(mode_t new)
{
    mode_t old = mask;

    mask = new & 0777;
    return old;
}

int create_allowed(const struct node *directory)
{
    if (directory->volume->read_only)
        return -EROFS;
    return directory->links ? 0 : -ENOENT;
}

int create_node(const struct place *place, mode_t mode, const struct node_operations *operations,
                struct node **node)
{
    int error = create_allowed(place->directory);

    if (error)
        return error;
    if (!operations)
        return -EPERM;
    if (!S_ISLNK(mode))
        mode &= ~mask;
    *node = node_new(place->directory->volume, mode, operations);
    if (!*node || entry_add(place->directory, place->name, place->length, *node)) {
        node_put(*node);
        return -ENOSPC;
    }
    node_touch(place->directory, true);
    return 0;
}

/* A place for a new name that is no file: -EEXIST, -ENOENT. A directory may have a slash behind. */
static int find_free(int from, const char *path, bool directory, struct place *place)
{
    int error = path_find(from, path, PATH_NAME, place);

    if (error)
        return error;
    if (place->node)
        return -EEXIST;
    return place->slash && !directory ? -ENOENT : 0;
}

int create_at(int from, const char *path, mode_t mode, const struct node_operations *operations)
{
    struct place place;
    struct node *node;
    int error;

    tree_lock();
    error = find_free(from, path, S_ISDIR(mode), &place);
    if (!error)
        error = create_node(&place, mode, operations, &node);
    if (!error)
        node_put(node);
    tree_unlock();
    return error;
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
    error = find_free(from, path, false, &place);
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
        error = find_free(to, new, false, &place);
    if (!error)
        error = add_name(node, &place);
    tree_unlock();
    return answer(error);
}

int link(const char *old, const char *new)
{
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}
