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

#define PATH_BYTES_MAX  4096        /* with its 0: Linux's limit, larger than PATH_MAX */
#define NAME_BYTES_MAX  255

/* What the last part of a path is; only a name can be made, removed or renamed. */
enum last_part { LAST_NAME, LAST_DOT, LAST_DOT_DOT, LAST_ROOT };

/* Valid as long as the tree stays locked. */
struct place {
    enum last_part last;
    bool slash;                     /* a slash follows the last part, so it must be a directory */
    struct node *directory;         /* the directory that holds the last part */
    const char *name;
    size_t length;
    struct entry *entry;            /* NULL: no such name, or the last part is no name */
    struct node *node;              /* what is there; NULL: nothing */
};

/* If the last part is a link: the link; the link unless a slash follows it; its target. */
enum path_follow { PATH_NAME, PATH_KEEP_LINK, PATH_FOLLOW_LINK };

/* From the flags of the *at() calls. */
static inline enum path_follow path_follow(int flags)
{
    return flags & AT_SYMLINK_NOFOLLOW ? PATH_KEEP_LINK : PATH_FOLLOW_LINK;
}

/*
 * Finds a path, the tree locked, from the current directory (AT_FDCWD) or from that of a
 * descriptor. A missing last part is no error: place->node is NULL. -ENOENT, -ENOTDIR,
 * -ENAMETOOLONG, -ELOOP, -EFAULT (bad pointer), -EBADF, -ENOMEM.
 */
int path_find(int from, const char *path, enum path_follow follow, struct place *place);

/* The same for callers that need an existing node: else -ENOENT. */
int path_find_node(int from, const char *path, enum path_follow follow, struct node **node);

/* The current directory: a node of the tree. Locked. NULL without memory. */
struct node *path_current(void);
void path_set_current(struct node *directory);

#endif
