/*
 * Volumes of the tree of names: a file system's own file says where its volume is mounted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_MOUNT_H
#define VFS_MOUNT_H

#include <sys/types.h>
#include <lib/table.h>

struct node;
struct volume;

struct mount {
    const char *name;                   /* in the root directory; "": the root itself, of which there is one */
    const struct volume *volume;
    mode_t mode;
    int (*fill)(struct node *directory);        /* 0 or -ENOMEM; NULL: the volume starts empty */
};

/* Marks a static const struct mount, which is mounted when the first path is looked up. */
#define MOUNT TABLE_ENTRY("mounts", struct mount)

#endif
