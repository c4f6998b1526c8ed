/*
 * New names in the tree.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <vfs/create.h>
#include <vfs/path.h>
#include <vfs/tree.h>

mode_t create_mask = 022;

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
    if (S_ISREG(mode))
        operations = place->directory->volume->regular;
    if (!operations)
        return -EPERM;
    if (!S_ISLNK(mode))
        mode &= ~create_mask;
    *node = node_new(place->directory->volume, mode, operations);
    if (!*node || entry_add(place->directory, place->name, place->length, *node)) {
        node_put(*node);
        return -ENOSPC;
    }
    node_touch(place->directory, true);
    return 0;
}

int create_place(int from, const char *path, bool directory, struct place *place)
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
    error = create_place(from, path, S_ISDIR(mode), &place);
    if (!error)
        error = create_node(&place, mode, operations, &node);
    if (!error)
        node_put(node);
    tree_unlock();
    return error;
}
