/*
 * From a path to what it leads to.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_PATH_H
#define VFS_PATH_H

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>

struct node;
struct entry;

#define PATH_BYTES_MAX  4096        /* its 0 included: as on Linux, for all PATH_MAX says */
#define NAME_BYTES_MAX  255

/* What the last part of a path is; only a name can be made, removed or renamed. */
enum last_part { LAST_NAME, LAST_DOT, LAST_DOT_DOT, LAST_ROOT };

/* Valid as long as the tree stays locked. */
struct place {
    enum last_part last;
    bool slash;                     /* behind the last part: it means a directory */
    struct node *directory;         /* that has the last part */
    const char *name;
    size_t length;
    struct entry *entry;            /* NULL: there is no such name, or it is no name */
    struct node *node;              /* what is there; NULL: nothing */
};

/* A link as the last part: it itself, it itself but for a slash behind it, what it leads to. */
enum path_follow { PATH_NAME, PATH_KEEP_LINK, PATH_FOLLOW_LINK };

/* What the flags of the calls with at in their names say. */
static inline enum path_follow path_follow(int flags)
{
    return flags & AT_SYMLINK_NOFOLLOW ? PATH_KEEP_LINK : PATH_FOLLOW_LINK;
}

/*
 * Finds out, the tree locked, from the current directory (AT_FDCWD), or from the one whose
 * descriptor is given. That nothing is there is no error if all but the last part is. -ENOENT,
 * -ENOTDIR, -ENAMETOOLONG, -ELOOP, -EFAULT (no path at all), -EBADF, -ENOMEM.
 */
int path_find(int from, const char *path, enum path_follow follow, struct place *place);

/* The same for who wants what is there: -ENOENT if nothing is. */
int path_find_node(int from, const char *path, enum path_follow follow, struct node **node);

/* The current directory: a node of the tree. Locked. NULL without memory. */
struct node *path_current(void);
void path_set_current(struct node *directory);

#endif
