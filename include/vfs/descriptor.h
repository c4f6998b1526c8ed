/*
 * File descriptors: small numbers for open files. Initially 0, 1 and 2 are the
 * console. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_DESCRIPTOR_H
#define VFS_DESCRIPTOR_H

#include <limits.h>
#include <stdbool.h>

struct file;

#define DESCRIPTORS_MAX OPEN_MAX

/* The file, with a reference for file_put(); NULL: no such descriptor (EBADF). */
struct file *descriptor_file(int fd);

/*
 * Gives the file, with the caller's reference, to the lowest free descriptor from
 * least on. -EMFILE: none is free; -EINVAL: least is no descriptor; -ENOMEM. After an
 * error the reference is still the caller's.
 */
int descriptor_new(struct file *file, int least, bool close_on_exec);

/* Gives the file to that descriptor; *old is its old file, or NULL. -EBADF: out of range; -ENOMEM. */
int descriptor_replace(int fd, struct file *file, struct file **old);

/* Frees the descriptor and returns its file, with the reference; NULL: it was free. */
struct file *descriptor_remove(int fd);

/* FD_CLOEXEC, which is kept but has no effect here. -EBADF. */
int descriptor_flags(int fd);
int descriptor_set_flags(int fd, int flags);

#endif
