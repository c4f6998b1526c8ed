/*
 * Removing and renaming.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <reent.h>
#include <stdio.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/create.h>
#include <vfs/path.h>
#include <vfs/tree.h>

static bool is_empty(const struct node *directory)
{
    return !directory->directory.entries.first;
}

static int check_unlink(const struct place *place)
{
    if (place->last != LAST_NAME)
        return -EISDIR;
    if (!place->node)
        return -ENOENT;
    if (node_is_directory(place->node))
        return -EISDIR;
    return place->slash ? -ENOTDIR : create_allowed(place->directory);
}

static int check_rmdir(const struct place *place)
{
    switch (place->last) {
    case LAST_DOT:
        return -EINVAL;
    case LAST_DOT_DOT:
        return -ENOTEMPTY;
    case LAST_ROOT:
        return -EBUSY;
    case LAST_NAME:
        break;
    }
    if (!place->node)
        return -ENOENT;
    if (!node_is_directory(place->node))
        return -ENOTDIR;
    if (entry_is_mount(place->entry))
        return -EBUSY;
    if (create_allowed(place->directory))
        return create_allowed(place->directory);
    return is_empty(place->node) ? 0 : -ENOTEMPTY;
}

static int remove_name(int from, const char *path, int (*check)(const struct place *place))
{
    struct place place;
    int error;

    tree_lock();
    error = path_find(from, path, PATH_NAME, &place);
    if (!error)
        error = check(&place);
    if (!error) {
        node_touch(place.node, false);
        node_touch(place.directory, true);
        entry_remove(place.entry);
    }
    tree_unlock();
    return error;
}

int unlinkat(int from, const char *path, int flags)
{
    if (flags & ~AT_REMOVEDIR)
        return answer(-EINVAL);
    return answer(remove_name(from, path, flags & AT_REMOVEDIR ? check_rmdir : check_unlink));
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

/* C's remove() takes files and directories; newlib's own takes only files. */
int _remove_r(struct _reent *reent, const char *path)
{
    int error = remove_name(AT_FDCWD, path, check_unlink);

    if (error == -EISDIR)
        error = remove_name(AT_FDCWD, path, check_rmdir);
    if (error)
        reent->_errno = -error;
    return error ? -1 : 0;
}

int remove(const char *path)
{
    return _remove_r(_REENT, path);
}

/* --- rename ------------------------------------------------------------------ */

static bool is_inside(const struct node *node, const struct node *directory)
{
    while (node != directory && node->directory.parent != node)
        node = node->directory.parent;
    return node == directory;
}

/* May what is at old be renamed to new? */
static int check_places(const struct place *old, const struct place *new)
{
    if (old->last != LAST_NAME || new->last != LAST_NAME)
        return -EBUSY;
    if (old->directory->volume != new->directory->volume)
        return -EXDEV;
    if (!old->node)
        return -ENOENT;
    if (!node_is_directory(old->node) && (old->slash || new->slash))
        return -ENOTDIR;
    if (node_is_directory(old->node) && is_inside(new->directory, old->node))
        return -EINVAL;
    if (new->node && node_is_directory(new->node) && is_inside(old->directory, new->node))
        return -ENOTEMPTY;
    return 0;
}

/* May what is at new be replaced? */
static int check_over(const struct node *old, const struct place *new)
{
    if (node_is_directory(old) && !node_is_directory(new->node))
        return -ENOTDIR;
    if (!node_is_directory(old) && node_is_directory(new->node))
        return -EISDIR;
    if (entry_is_mount(new->entry))
        return -EBUSY;
    return node_is_directory(new->node) && !is_empty(new->node) ? -ENOTEMPTY : 0;
}

static int check_rename(const struct place *old, const struct place *new)
{
    int error = check_places(old, new);

    if (!error)
        error = create_allowed(old->directory);
    if (!error)
        error = create_allowed(new->directory);
    if (!error && new->node && new->node != old->node)
        error = check_over(old->node, new);
    return error ? error : entry_is_mount(old->entry) ? -EBUSY : 0;
}

static int rename_move(const struct place *old, const struct place *new)
{
    struct node *node = old->node;

    if (new->node == node)
        return 0;               /* two names of one file: both stay */
    if (new->entry) {
        node_touch(new->node, false);
        entry_set_node(new->entry, node);
    } else if (entry_add(new->directory, new->name, new->length, node)) {
        return -ENOSPC;
    }
    node_touch(node, false);
    node_touch(old->directory, true);
    node_touch(new->directory, true);
    entry_remove(old->entry);
    return 0;
}

static int rename_path(int from, const char *old_path, int to, const char *new_path)
{
    struct place old, new = { .node = NULL };
    int error;

    tree_lock();
    error = path_find(from, old_path, PATH_NAME, &old);
    if (!error)
        error = path_find(to, new_path, PATH_NAME, &new);
    if (error == -ENAMETOOLONG && new.length > NAME_BYTES_MAX && !old.node)
        error = -ENOENT;        /* a missing file is reported before a path that is wrong */
    if (!error)
        error = check_rename(&old, &new);
    if (!error)
        error = rename_move(&old, &new);
    tree_unlock();
    return error;
}

int _rename_r(struct _reent *reent, const char *old, const char *new)
{
    int error = rename_path(AT_FDCWD, old, AT_FDCWD, new);

    if (error)
        reent->_errno = -error;
    return error ? -1 : 0;
}

int rename(const char *old, const char *new)
{
    return _rename_r(_REENT, old, new);
}

int renameat(int from, const char *old, int to, const char *new)
{
    return answer(rename_path(from, old, to, new));
}
