/*
 * Volumes of the tree of names: a file system says in its own file where its volume is mounted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_MOUNT_H
#define VFS_MOUNT_H

#include <sys/types.h>
#include <lib/table.h>

struct node;
struct volume;

struct mount {
    const char *name;                   /* in the root; "": the root itself, of which there is one */
    const struct volume *volume;
    mode_t mode;
    int (*fill)(struct node *directory);        /* 0 or -ENOMEM; NULL: it is empty at first */
};

/* Of a static const struct mount: it is there when the tree is made, at the first path. */
#define MOUNT TABLE_ENTRY("mounts", struct mount)

#endif
