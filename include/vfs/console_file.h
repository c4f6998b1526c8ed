/*
 * The console as a file: what the first three descriptors are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_CONSOLE_FILE_H
#define VFS_CONSOLE_FILE_H

#include <vfs/file.h>

extern struct file console_file;

ssize_t console_file_read(struct file *file, void *to, size_t size, off_t *at);
ssize_t console_file_write(struct file *file, const void *from, size_t size, off_t *at);
int console_file_ready(struct file *file);

#endif
