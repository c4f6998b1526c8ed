/*
 * New names in the tree. Thread context; 0 or a negative errno.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_CREATE_H
#define VFS_CREATE_H

#include <stdbool.h>
#include <sys/types.h>

struct node;
struct node_operations;
struct place;

/* The bits that umask() removes from the mode of a new node. */
extern mode_t create_mask;

/* A place for a new name that is no regular file: -EEXIST, -ENOENT. A directory's may end with a slash. Locked. */
int create_place(int from, const char *path, bool directory, struct place *place);

/*
 * Makes a node of that mode, less create_mask, at an empty place, the tree locked. *node
 * gets a reference. A regular file gets the volume's operations. -EROFS, -ENOENT (the
 * directory itself is removed), -ENOSPC, -EPERM: the volume has no nodes of that kind.
 */
int create_node(const struct place *place, mode_t mode, const struct node_operations *operations,
                struct node **node);

/*
 * The same at a path, as openat() takes it, with nothing locked. Also -EEXIST, and the
 * errors of path_find().
 */
int create_at(int from, const char *path, mode_t mode, const struct node_operations *operations);

/* May names in the directory be changed? 0, -EROFS, -ENOENT. */
int create_allowed(const struct node *directory);

#endif
