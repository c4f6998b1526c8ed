/*
 * Archives: which format it is.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include "archive_private.h"

#define CPIO_MAGIC "07070"

/* A tar may begin with a file whose name looks like cpio's magic, so tar's checksum is tried first. */
void archive_open(struct archive *archive, const void *bytes, size_t size)
{
    const char *magic;

    archive->bytes = bytes;
    archive->size = size;
    archive->at = 0;
    archive->error = NULL;
    magic = archive_bytes(archive, 0, strlen(CPIO_MAGIC));
    archive->is_cpio = magic && !memcmp(magic, CPIO_MAGIC, strlen(CPIO_MAGIC)) && !tar_begins(archive);
}

int archive_fail(struct archive *archive, const char *error)
{
    archive->error = error;
    return -EINVAL;
}

const char *archive_bytes(const struct archive *archive, size_t at, size_t size)
{
    return at <= archive->size && size <= archive->size - at ? archive->bytes + at : NULL;
}

int archive_copy(char *name, size_t length, const char *text, size_t size)
{
    size_t n = strnlen(text, size);

    if (n > ARCHIVE_NAME_MAX - length)
        return -EINVAL;
    memcpy(name + length, text, n);
    name[length + n] = '\0';
    return 0;
}

int archive_next(struct archive *archive, struct archive_member *member)
{
    const char *start = archive_bytes(archive, archive->at, 6);

    if (!start)
        return archive_fail(archive, "it ends before its end mark");
    *member = (struct archive_member){ .name = archive->name, .target = archive->target };
    archive->name[0] = archive->target[0] = '\0';
    if (archive->is_cpio)
        return cpio_next(archive, member);
    if (!archive->at && !memcmp(start, "\x1f\x8b", 2))
        return archive_fail(archive, "it is compressed by gzip; it must be tar or cpio as they are");
    return tar_next(archive, member);
}
