/*
 * Files whose bytes are in memory, in blocks of a page. Where nothing was written
 * there is no block, and reads give zeros.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FS_RAM_FILE_H
#define FS_RAM_FILE_H

#include <stddef.h>

extern const struct node_operations ram_file_operations;

/* Free space for files, at least this many bytes: memory freed to the heap comes on top. */
size_t ram_file_room(void);

#endif
