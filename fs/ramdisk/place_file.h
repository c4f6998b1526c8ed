/*
 * Files whose bytes lie in memory in one piece and are read there.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FS_RAMDISK_PLACE_FILE_H
#define FS_RAMDISK_PLACE_FILE_H

extern const struct node_operations place_file_operations;

#endif
