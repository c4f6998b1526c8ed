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

/* What umask() takes from the mode of a new node. */
extern mode_t create_mask;

/* A place for a new name that is no file, locked: -EEXIST, -ENOENT. A directory may have a slash behind. */
int create_place(int from, const char *path, bool directory, struct place *place);

/*
 * Makes a node of that mode, less create_mask, at a place where there is nothing, the
 * tree locked. *node gets a reference. -EROFS, -ENOENT (the directory itself is
 * removed), -ENOSPC; of a regular file the operations are
 * the volume's. -EPERM: there are none, as the volume has no such thing.
 */
int create_node(const struct place *place, mode_t mode, const struct node_operations *operations,
                struct node **node);

/*
 * The same at a path, as of openat(), with nothing locked. Besides: -EEXIST, and what is
 * wrong with the path.
 */
int create_at(int from, const char *path, mode_t mode, const struct node_operations *operations);

/* May names in the directory be changed? 0, -EROFS, -ENOENT. */
int create_allowed(const struct node *directory);

#endif
