/*
 * tar archives: a header of 512 bytes, then the bytes padded to 512. A name too long
 * for its header comes before it, as the contents of a member of its own: GNU's
 * type L (K for a link's target), or pax's type x with lines "LENGTH path=NAME".
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <lib/util.h>
#include "archive_private.h"

#define BLOCK 512

struct header {
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100],
        magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], padding[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a tar header is a block");

/* Octal digits between spaces and zeros, or, with the first bit set, a binary number. */
static int read_number(const char *field, size_t size, uint64_t *number)
{
    uint64_t value = 0;
    size_t i = 0;

    if (field[0] & 0x80) {
        for (value = field[0] & 0x7f, i = 1; i < size; i++) {
            if (value >> 56)
                return -1;
            value = value << 8 | (unsigned char)field[i];
        }
        *number = value;
        return 0;
    }
    while (i < size && field[i] == ' ')
        i++;
    for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
        value = value << 3 | (uint64_t)(field[i] - '0');
    *number = value;
    return i == size || field[i] == ' ' || field[i] == '\0' ? 0 : -1;
}

static bool is_zero(const struct header *header)
{
    const char *bytes = (const char *)header;

    return !bytes[0] && !memcmp(bytes, bytes + 1, BLOCK - 1);
}

/* The sum of all bytes, with its own field as spaces; some writers add up signed bytes. */
static bool checksum_fits(const struct header *header)
{
    const char *bytes = (const char *)header;
    uint64_t wanted;
    uint32_t sum = 0;
    int32_t with_sign = 0;
    size_t i;

    for (i = 0; i < BLOCK; i++) {
        bool own = i - offsetof(struct header, checksum) < sizeof(header->checksum);
        signed char byte = own ? ' ' : bytes[i];

        sum += (unsigned char)byte;
        with_sign += byte;
    }
    return !read_number(header->checksum, sizeof(header->checksum), &wanted) &&
           (wanted == sum || (int64_t)wanted == with_sign);
}

/* ustar keeps the front of a long name in a field of its own; GNU uses that field otherwise. */
static void copy_name(struct archive *archive, const struct header *header)
{
    size_t length = 0;

    if (!memcmp(header->magic, "ustar", sizeof(header->magic)) && header->prefix[0]) {
        archive_copy(archive->name, 0, header->prefix, sizeof(header->prefix));
        length = strlen(archive->name);
        archive->name[length++] = '/';
    }
    archive_copy(archive->name, length, header->name, sizeof(header->name));
}

/* One line of pax: "LENGTH key=value\n", where LENGTH counts the whole line. Returns it, or 0. */
static size_t pax_line(struct archive *archive, const char *line, size_t rest)
{
    size_t length = 0, i = 0, n;
    char *to = NULL;

    for (; i < rest && i < 8 && line[i] >= '0' && line[i] <= '9'; i++)
        length = 10 * length + (size_t)(line[i] - '0');
    if (length > rest || i + 2 >= length || line[i] != ' ')
        return 0;
    i++;
    if (length - i > 5 && !memcmp(line + i, "path=", 5))
        to = archive->name, i += 5;
    else if (length - i > 9 && !memcmp(line + i, "linkpath=", 9))
        to = archive->target, i += 9;
    n = length - i - 1;
    return !to || (n <= ARCHIVE_NAME_MAX && !archive_copy(to, 0, line + i, n)) ? length : 0;
}

static int read_pax(struct archive *archive, const char *bytes, size_t size)
{
    while (size) {
        size_t n = pax_line(archive, bytes, size);

        if (!n)
            return archive_fail(archive, "a pax header makes no sense");
        bytes += n;
        size -= n;
    }
    return 0;
}

/* Reads an extension header, which describes the next member. 1: this is a member itself. */
static int read_extension(struct archive *archive, const struct header *header,
                          const struct archive_member *member)
{
    char *to = header->type == 'L' ? archive->name : archive->target;

    switch (header->type) {
    case 'L':
    case 'K':
        if (archive_copy(to, 0, member->bytes, member->size))
            return archive_fail(archive, "a name is longer than 4095 bytes");
        return 0;
    case 'x':
        return read_pax(archive, member->bytes, member->size);
    case 'g':
        return 0;
    default:
        return 1;
    }
}

static enum archive_kind tar_kind(const struct header *header, const char *name)
{
    size_t length = strlen(name);

    switch (header->type) {
    case '\0':
    case '0':
    case '7':
        return length && name[length - 1] == '/' ? ARCHIVE_DIRECTORY : ARCHIVE_FILE;
    case '1':
        return ARCHIVE_LINK;
    case '2':
        return ARCHIVE_SYMLINK;
    case '5':
        return ARCHIVE_DIRECTORY;
    default:
        return ARCHIVE_OTHER;
    }
}

/* Links and directories have no bytes, whatever size says. */
static bool has_bytes(char type)
{
    return type != '1' && type != '2' && type != '5';
}

static int read_header(struct archive *archive, const struct header *header,
                       struct archive_member *member)
{
    uint64_t size = 0, mode, modified;

    if (!checksum_fits(header))
        return archive_fail(archive, "there is no tar or cpio header with a right checksum");
    if ((has_bytes(header->type) && read_number(header->size, sizeof(header->size), &size)) ||
        read_number(header->mode, sizeof(header->mode), &mode) ||
        read_number(header->mtime, sizeof(header->mtime), &modified))
        return archive_fail(archive, "a number in a header is none");
    if (size > archive->size ||
        !(member->bytes = archive_bytes(archive, archive->at + BLOCK, size)))
        return archive_fail(archive, "it ends inside a file");
    member->size = size;
    member->mode = mode & 07777;
    member->modified = modified;
    archive->at += BLOCK + ROUND_UP((size_t)size, BLOCK);
    return 0;
}

bool tar_begins(const struct archive *archive)
{
    const char *header = archive_bytes(archive, 0, BLOCK);

    return header && checksum_fits((const struct header *)header);
}

int tar_next(struct archive *archive, struct archive_member *member)
{
    for (;;) {
        size_t at = archive->at;
        const struct header *header =
            (const struct header *)archive_bytes(archive, archive->at, BLOCK);
        int is_member;

        if (!header)
            return archive_fail(archive, "it ends before its end mark");
        if (is_zero(header))
            return 0;
        if (read_header(archive, header, member))
            return -EINVAL;
        is_member = read_extension(archive, header, member);
        if (is_member < 0) {
            archive->at = at;
            return is_member;
        }
        if (!is_member)
            continue;
        if (!archive->name[0])
            copy_name(archive, header);
        if (!archive->target[0])
            archive_copy(archive->target, 0, header->link, sizeof(header->link));
        member->kind = tar_kind(header, archive->name);
        if (member->kind != ARCHIVE_FILE)
            member->size = 0;
        return 1;
    }
}
