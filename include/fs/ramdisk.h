/*
 * The archive in the domain's ramdisk becomes files of the tree; their bytes stay in place.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FS_RAMDISK_H
#define FS_RAMDISK_H

#include <stddef.h>

struct node;

/*
 * Puts an archive's files into an empty directory: the ramdisk's, if there is one, into the
 * root, where it is mounted. A member with an invalid name, and everything behind
 * damage, is reported on the console and left out. Returns the number of such reports.
 * The bytes must stay as long as the files are used.
 */
unsigned int ramdisk_read(struct node *directory, const void *bytes, size_t size);

#endif
