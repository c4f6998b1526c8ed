/*
 * What open files of the tree have in common.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_NODE_FILE_H
#define VFS_NODE_FILE_H

#include <vfs/file.h>

off_t node_file_seek(struct file *file, off_t offset, int whence);
int node_file_status(struct file *file, struct stat *status);
int node_file_sync(struct file *file);
void node_file_release(struct file *file);

/* Directories: what open() gives for one; read by readdir(). */
extern const struct node_operations directory_operations;

/* Symbolic links, whose node holds the target. */
extern const struct node_operations link_operations;

#endif
