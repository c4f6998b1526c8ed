/*
 * cpio archives, format newc: a header of hexadecimal numbers, the name, the
 * bytes, each padded to 4.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <lib/util.h>
#include "archive_private.h"

#define HEADER_SIZE 110
#define ALIGNMENT   4

enum field { INO, MODE, UID, GID, NLINK, MTIME, SIZE, DEVICE_MAJOR, DEVICE_MINOR, RDEV_MAJOR,
             RDEV_MINOR, NAME_SIZE, CHECK, FIELDS };

#define KIND_MASK   0170000
#define KIND_FILE   0100000
#define KIND_DIR    0040000
#define KIND_LINK   0120000

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int read_fields(const char *header, uint32_t *fields)
{
    int i, at = 6;

    for (i = 0; i < FIELDS; i++) {
        uint32_t value = 0;
        int end = at + 8;

        while (at < end) {
            int digit = hex_digit(header[at++]);

            if (digit < 0)
                return -1;
            value = value << 4 | (uint32_t)digit;
        }
        fields[i] = value;
    }
    return 0;
}

static enum archive_kind cpio_kind(uint32_t mode)
{
    switch (mode & KIND_MASK) {
    case KIND_FILE:
        return ARCHIVE_FILE;
    case KIND_DIR:
        return ARCHIVE_DIRECTORY;
    case KIND_LINK:
        return ARCHIVE_SYMLINK;
    default:
        return ARCHIVE_OTHER;
    }
}

static void cpio_fill(const uint32_t *fields, struct archive_member *member)
{
    member->kind = cpio_kind(fields[MODE]);
    member->mode = fields[MODE] & 07777;
    member->modified = fields[MTIME];
    if (member->kind == ARCHIVE_FILE) {
        member->size = fields[SIZE];
        if (fields[NLINK] > 1)
            member->id = (uint64_t)(fields[DEVICE_MAJOR] << 20 ^ fields[DEVICE_MINOR]) << 32 |
                         fields[INO];
    }
}

int cpio_next(struct archive *archive, struct archive_member *member)
{
    const char *header = archive_bytes(archive, archive->at, HEADER_SIZE), *name;
    uint32_t fields[FIELDS];
    size_t bytes_at;

    if (!header)
        return archive_fail(archive, "it ends inside a header");
    if ((header[5] != '1' && header[5] != '2') || read_fields(header, fields))
        return archive_fail(archive, "a cpio header is none of the format newc");
    name = archive_bytes(archive, archive->at + HEADER_SIZE, fields[NAME_SIZE]);
    if (!name)
        return archive_fail(archive, "it ends inside a name");
    if (archive_copy(archive->name, 0, name, fields[NAME_SIZE]))
        return archive_fail(archive, "a name is longer than 4095 bytes");
    if (!strcmp(archive->name, "TRAILER!!!"))
        return 0;
    bytes_at = ROUND_UP(archive->at + HEADER_SIZE + fields[NAME_SIZE], ALIGNMENT);
    member->bytes = archive_bytes(archive, bytes_at, fields[SIZE]);
    if (!member->bytes)
        return archive_fail(archive, "it ends inside a file");
    cpio_fill(fields, member);
    if (member->kind == ARCHIVE_SYMLINK &&
        archive_copy(archive->target, 0, member->bytes, fields[SIZE]))
        return archive_fail(archive, "a link's target is longer than 4095 bytes");
    archive->at = ROUND_UP(bytes_at + fields[SIZE], ALIGNMENT);
    return 1;
}
