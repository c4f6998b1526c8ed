/*
 * Files whose bytes are in memory, a block of a page at a time. Where nothing
 * was written, there is no block, and zeros are read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FS_RAM_FILE_H
#define FS_RAM_FILE_H

#include <stddef.h>

extern const struct node_operations ram_file_operations;

/* Bytes that files may yet have, at least: what was freed to the heap comes on top. */
size_t ram_file_room(void);

#endif
