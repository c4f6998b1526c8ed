/*
 * What the two formats share: private to archive.c, tar.c and cpio.c.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_PRIVATE_H
#define ARCHIVE_PRIVATE_H

#include <lib/archive.h>

/* Does it begin with the header of a tar? */
bool tar_begins(const struct archive *archive);

int tar_next(struct archive *archive, struct archive_member *member);
int cpio_next(struct archive *archive, struct archive_member *member);

/* Notes the error; returns -EINVAL. */
int archive_fail(struct archive *archive, const char *error);

/* The size bytes at that offset, or NULL if they reach beyond the end. */
const char *archive_bytes(const struct archive *archive, size_t at, size_t size);

/* Copies text of at most size bytes, up to a 0, behind length bytes of name. -EINVAL: too long. */
int archive_copy(char *name, size_t length, const char *text, size_t size);

#endif
