/*
 * Archives read in place: tar (ustar, GNU's long names, pax's path) and cpio
 * (newc). Nothing in an archive is trusted: a number that leads beyond its end is a
 * reported error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_ARCHIVE_H
#define LIB_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARCHIVE_NAME_MAX 4095

enum archive_kind {
    ARCHIVE_FILE,
    ARCHIVE_DIRECTORY,
    ARCHIVE_SYMLINK,            /* to target */
    ARCHIVE_LINK,               /* target is the name of one that came before */
    ARCHIVE_OTHER               /* a device and the like */
};

/* name and target are as in the archive, with an ending 0; both are valid until the next call. */
struct archive_member {
    enum archive_kind kind;
    const char *name, *target;
    const char *bytes;          /* in the archive */
    uint32_t size;
    uint32_t mode;              /* permissions */
    uint64_t modified;          /* seconds since 1970 */
    /* cpio: equal ids, not 0, one after the other, are names of one file; one of them has its bytes. */
    uint64_t id;
};

struct archive {
    const char *bytes;
    size_t size;
    size_t at;                  /* of the next member; after an error, of the damaged one */
    const char *error;          /* what was wrong */
    bool is_cpio;
    char name[ARCHIVE_NAME_MAX + 1], target[ARCHIVE_NAME_MAX + 1];
};

/* Opens the archive at bytes, which must stay unchanged as long as it is used. */
void archive_open(struct archive *archive, const void *bytes, size_t size);

/* The next member: 1; 0 at the end; -EINVAL: archive->error says what is wrong. */
int archive_next(struct archive *archive, struct archive_member *member);

#endif
