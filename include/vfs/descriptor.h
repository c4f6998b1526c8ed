/*
 * File descriptors: small numbers for open files. 0, 1, 2 are the console at
 * first. Thread context.
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
 * The lowest free descriptor from least on gets the file, and its reference.
 * -EMFILE: none is free; -EINVAL: least is no descriptor; -ENOMEM. Then the
 * reference is still the caller's.
 */
int descriptor_new(struct file *file, int least, bool close_on_exec);

/* That one gets the file; *old is what it had, or NULL. -EBADF: out of range; -ENOMEM. */
int descriptor_replace(int fd, struct file *file, struct file **old);

/* Takes the file out, with the descriptor's reference; NULL: it was free. */
struct file *descriptor_remove(int fd);

/* FD_CLOEXEC, which is kept and has no meaning here. -EBADF. */
int descriptor_flags(int fd);
int descriptor_set_flags(int fd, int flags);

#endif
