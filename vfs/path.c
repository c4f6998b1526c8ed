/*
 * Paths.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <arch/layout.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

#define LINKS_MAX 40            /* one path may lead through this many links */

struct walk {
    struct place *place;
    unsigned int links;
};

static int path_walk(struct walk *walk, struct node *from, const char *path,
                     enum path_follow follow);

static size_t path_part_length(const char *path)
{
    size_t length = 0;

    while (path[length] && path[length] != '/')
        length++;
    return length;
}

static enum last_part path_kind(const char *name, size_t length)
{
    if (name[0] == '.' && length == 1)
        return LAST_DOT;
    if (name[0] == '.' && name[1] == '.' && length == 2)
        return LAST_DOT_DOT;
    return LAST_NAME;
}

/* Looks up one part of the path in the place's directory. */
static int look_up(struct place *place)
{
    if (!node_is_directory(place->directory))
        return -ENOTDIR;
    if (place->length > NAME_BYTES_MAX)
        return -ENAMETOOLONG;
    place->entry = NULL;
    place->last = path_kind(place->name, place->length);
    if (place->last == LAST_NAME) {
        place->entry = entry_find(place->directory, place->name, place->length);
        place->node = place->entry ? place->entry->node : NULL;
    } else {
        place->node = place->last == LAST_DOT ? place->directory
                                              : place->directory->directory.parent;
    }
    return 0;
}

/* Moves the place to the target of the link that is there. */
static int follow_link(struct walk *at)
{
    const struct node *link = at->place->node;
    bool slash = at->place->slash;
    int error;

    if (at->links++ == LINKS_MAX)
        return -ELOOP;
    error = path_walk(at, at->place->directory, link->bytes, PATH_FOLLOW_LINK);
    at->place->slash |= slash;
    return error;
}

static bool must_follow(const struct place *place, bool is_last, enum path_follow follow)
{
    if (!place->node || !S_ISLNK(place->node->mode))
        return false;
    return !is_last || follow == PATH_FOLLOW_LINK || (follow == PATH_KEEP_LINK && place->slash);
}

/* path begins with a part, not with a slash. */
static int walk_parts(struct walk *at, const char *path, enum path_follow follow)
{
    struct place *place = at->place;
    int error;

    for (;;) {
        place->name = path;
        place->length = path_part_length(path);
        path += place->length;
        place->slash = *path == '/';
        while (*path == '/')
            path++;
        error = look_up(place);
        if (error)
            return error;
        if (must_follow(place, !*path, follow))
            error = follow_link(at);
        if (error)
            return error;
        if (!*path)
            return 0;
        if (!place->node)
            return -ENOENT;
        place->directory = place->node;
    }
}

static int path_walk(struct walk *at, struct node *from, const char *path, enum path_follow follow)
{
    struct place *place = at->place;

    if (!*path)
        return -ENOENT;
    place->directory = *path == '/' ? tree_root() : from;
    if (!place->directory)
        return -ENOMEM;
    while (*path == '/')
        path++;
    if (*path)
        return walk_parts(at, path, follow);
    *place = (struct place){ .last = LAST_ROOT, .slash = true, .directory = place->directory,
                             .node = place->directory };
    return 0;
}

/* The directory of a descriptor. It stays while the tree is locked, even if it is closed. */
static int find_open(int fd, struct node **directory)
{
    struct file *file = descriptor_file(fd);
    int error = 0;

    if (!file)
        return -EBADF;
    *directory = file->node;
    if (*directory)             /* path_find() checks that it is a directory */
        tree_hold(*directory);
    else
        error = -ENOTDIR;
    file_put(file);
    return error;
}

int path_find(int from, const char *path, enum path_follow follow, struct place *place)
{
    struct walk at = { .place = place };
    struct node *directory;
    int error = 0;

    if ((uintptr_t)path < LOW_MAP_START)
        return -EFAULT;             /* never mapped */
    if (!memchr(path, '\0', PATH_BYTES_MAX))
        return -ENAMETOOLONG;
    if (!*path)
        return -ENOENT;
    if (*path == '/')
        directory = tree_root();
    else if (from == AT_FDCWD)
        directory = path_current();
    else
        error = find_open(from, &directory);
    return error ? error : directory ? path_walk(&at, directory, path, follow) : -ENOMEM;
}

int path_find_node(int from, const char *path, enum path_follow follow, struct node **node)
{
    struct place place;
    int error = path_find(from, path, follow, &place);

    if (error)
        return error;
    if (!place.node)
        return -ENOENT;
    if (place.slash && !node_is_directory(place.node))
        return -ENOTDIR;
    *node = place.node;
    return 0;
}
