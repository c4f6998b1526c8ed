/*
 * The archive in the domain's ramdisk becomes files of the tree, whose bytes stay where they are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FS_RAMDISK_H
#define FS_RAMDISK_H

#include <stddef.h>

struct node;

/*
 * Puts an archive's files into an empty directory: the ramdisk's, if there is one, into the
 * root, where it is mounted. What cannot be is said on the console, and left out: a
 * member with a name that makes no sense, and what comes behind damage. Returns
 * how often something was. The bytes must stay as long as the files are used.
 */
unsigned int ramdisk_read(struct node *directory, const void *bytes, size_t size);

#endif
