/*
 * The current directory, and realpath().
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

int chdir(const char *path)
{
    struct node *node;
    int error;

    tree_lock();
    error = path_find_node(AT_FDCWD, path, PATH_FOLLOW_LINK, &node);
    if (!error && !node_is_directory(node))
        error = -ENOTDIR;
    if (!error)
        path_set_current(node);
    tree_unlock();
    return answer(error);
}

int fchdir(int fd)
{
    struct file *file = descriptor_file(fd);
    int error = -ENOTDIR;

    if (!file)
        return answer(-EBADF);
    if (file->node && node_is_directory(file->node)) {
        tree_lock();
        path_set_current(file->node);
        tree_unlock();
        error = 0;
    }
    file_put(file);
    return answer(error);
}

/* Built from its end, then moved to the front of to. Returns the length with the ending 0. */
static ssize_t write_path(const struct node *node, char *to, size_t size)
{
    size_t at = size;

    if (at-- < 2)
        return -ERANGE;
    to[at] = '\0';
    if (node->directory.parent == node)
        to[--at] = '/';
    for (; node->directory.parent != node; node = node->directory.parent) {
        const struct entry *entry = node->directory.name;

        if (!entry)
            return -ENOENT;         /* removed */
        if (at < entry->length + 1U)
            return -ERANGE;
        at -= entry->length;
        memcpy(to + at, entry->name, entry->length);
        to[--at] = '/';
    }
    memmove(to, to + at, size - at);
    return size - at;
}

static ssize_t current_path(char *to, size_t size)
{
    struct node *node;
    ssize_t length;

    tree_lock();
    node = path_current();
    length = node ? write_path(node, to, size) : -ENOMEM;
    tree_unlock();
    return length;
}

/* getcwd(NULL, 0) allocates as much as is needed, as on Linux. */
static char *allocated_path(size_t size)
{
    char *to = malloc(size ? size : PATH_BYTES_MAX);
    ssize_t length;

    if (!to) {
        errno = ENOMEM;
        return NULL;
    }
    length = current_path(to, size ? size : PATH_BYTES_MAX);
    if (length > 0)
        return size ? to : realloc(to, length);
    free(to);
    errno = -length;
    return NULL;
}

char *getcwd(char *to, size_t size)
{
    ssize_t length;

    if (!to)
        return allocated_path(size);
    length = size ? current_path(to, size) : -EINVAL;
    if (length > 0)
        return to;
    errno = -length;
    return NULL;
}

/* --- realpath() ---------------------------------------------------------------- */

/* The path without links of whatever is at the place. */
static ssize_t write_place(const struct place *place, char *to, size_t size)
{
    ssize_t length;

    if (node_is_directory(place->node))
        return write_path(place->node, to, size);
    length = write_path(place->directory, to, size);
    if (length < 0)
        return length;
    if (length > 2)                     /* the root's path ends with its slash already */
        to[length++ - 1] = '/';
    if (length + place->length > size)
        return -ENAMETOOLONG;
    memcpy(to + length - 1, place->name, place->length);
    to[length - 1 + place->length] = '\0';
    return length + place->length;
}

static ssize_t current_resolve(const char *path, char *to)
{
    struct place place;
    ssize_t length;

    tree_lock();
    length = path ? path_find(AT_FDCWD, path, PATH_FOLLOW_LINK, &place) : -EINVAL;
    if (!length && !place.node)
        length = -ENOENT;
    if (!length && place.slash && !node_is_directory(place.node))
        length = -ENOTDIR;
    if (!length)
        length = write_place(&place, to, PATH_BYTES_MAX);
    tree_unlock();
    return length;
}

char *realpath(const char *restrict path, char *restrict to)
{
    char *buffer = to ? to : malloc(PATH_BYTES_MAX);
    ssize_t length = buffer ? current_resolve(path, buffer) : -ENOMEM;

    if (length > 0)
        return buffer;
    if (!to)
        free(buffer);
    errno = -length;
    return NULL;
}
