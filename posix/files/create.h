/*
 * New names in the tree.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_FILES_CREATE_H
#define POSIX_FILES_CREATE_H

#include <sys/types.h>

struct node;
struct node_operations;
struct place;

/*
 * Makes a node of that mode, less umask(), at a place where there is nothing, the
 * tree locked. *node gets a reference. -EROFS, -ENOENT (the directory itself is
 * removed), -ENOSPC; -EPERM: there are no operations, as no volume has such a thing.
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
