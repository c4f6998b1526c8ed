/*
 * Archives: their members, and the errors of broken ones. Each is read from a buffer
 * of exactly its size, so that the sanitizer sees a read beyond its end.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <lib/archive.h>
#include "check.h"

#define BUILT_MAX 65536
#include "../archive_build.h"

static struct archive archive;
static struct archive_member member;

/* --- tar ------------------------------------------------------------------------ */

static void add_tar(const char *prefix, const char *name, char type, const char *link,
                    const char *text, size_t size)
{
    char header[TAR_BLOCK] = "";

    memcpy(header, name, strlen(name) < 100 ? strlen(name) : 100);
    snprintf(header + 100, 8, "%07o", 0644);
    snprintf(header + 124, 12, "%011o", (unsigned int)size);
    snprintf(header + 136, 12, "%011o", 1700000000U);
    header[156] = type;
    memcpy(header + 157, link, strlen(link) < 100 ? strlen(link) : 100);
    memcpy(header + 257, "ustar\00000", 8);
    memcpy(header + 345, prefix, strlen(prefix));
    set_checksum(header, false);
    append(header, TAR_BLOCK, TAR_BLOCK);
    append(text, size, TAR_BLOCK);
}

static void end_tar(void)
{
    char zeros[1024] = "";

    append(zeros, sizeof(zeros), TAR_BLOCK);
}

static void add_cpio(const char *name, unsigned int mode, unsigned int links, unsigned int ino,
                     const char *text, size_t size)
{
    char header[111];

    snprintf(header, sizeof(header), "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
             ino, mode, 0, 0, links, 1700000000, (unsigned int)size, 8, 1, 0, 0,
             (unsigned int)strlen(name) + 1, 0);
    append(header, 110, 1);
    append(name, strlen(name) + 1, 4);
    append(text, size, 4);
}

/* Reads a copy in a buffer of exactly that size. Returns the number of members, or -1. */
static int read_all(const void *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    int count = 0, result;
    volatile unsigned int sum = 0;
    size_t i;

    memcpy(copy, bytes, size);
    archive_open(&archive, copy, size);
    while ((result = archive_next(&archive, &member)) == 1) {
        count++;
        for (i = 0; i < member.size; i++)
            sum += (unsigned char)member.bytes[i];
        sum += strlen(member.name) + strlen(member.target);
        if (count > 1000)
            break;
    }
    free(copy);
    return result < 0 ? -1 : count;
}

static void next_is(enum archive_kind kind, const char *name, const char *target, const char *text)
{
    CHECK(archive_next(&archive, &member) == 1);
    CHECK(member.kind == kind);
    CHECK(!strcmp(member.name, name));
    CHECK(!strcmp(member.target, target));
    CHECK(member.size == strlen(text) && !memcmp(member.bytes, text, member.size));
}

static char long_name[301], long_line[400];

static void build_tar(void)
{
    built_size = 0;
    memset(long_name, 'n', 300);
    snprintf(long_line, sizeof(long_line), "310 path=%s\n14 linkpath=x\n", long_name);
    add_tar("", "plain", '0', "", "hello", 5);
    add_tar("", "dir/", '5', "", "", 0);
    add_tar("front/part", "file", '0', "", "abc", 3);
    add_tar("", "link", '2', "plain", "", 0);
    add_tar("", "hard", '1', "plain", "", 0);
    add_tar("", "././@LongLink", 'L', "", long_name, 301);
    add_tar("", "cut", '0', "", "L", 1);
    add_tar("", "pax", 'x', "", "18 mtime=123456.5\n", 18);
    add_tar("", "pax2", 'x', "", long_line, strlen(long_line));
    add_tar("", "cut", '2', "y", "", 0);
    add_tar("", "pipe", '6', "", "", 0);
    add_tar("", "0707012", '0', "", "", 0);
    end_tar();
}

static void test_tar(void)
{
    build_tar();
    archive_open(&archive, built, built_size);
    next_is(ARCHIVE_FILE, "plain", "", "hello");
    CHECK(member.mode == 0644 && member.modified == 1700000000);
    next_is(ARCHIVE_DIRECTORY, "dir/", "", "");
    next_is(ARCHIVE_FILE, "front/part/file", "", "abc");
    next_is(ARCHIVE_SYMLINK, "link", "plain", "");
    next_is(ARCHIVE_LINK, "hard", "plain", "");
    next_is(ARCHIVE_FILE, long_name, "", "L");
    next_is(ARCHIVE_SYMLINK, long_name, "x", "");
    next_is(ARCHIVE_OTHER, "pipe", "", "");
    next_is(ARCHIVE_FILE, "0707012", "", "");
    CHECK(archive_next(&archive, &member) == 0);
}

static void build_cpio(void)
{
    built_size = 0;
    add_cpio("dir", 040755, 2, 1, "", 0);
    add_cpio("one", 0100600, 2, 7, "", 0);
    add_cpio("two", 0100600, 2, 7, "shared", 6);
    add_cpio("link", 0120777, 1, 8, "target", 6);
    add_cpio("file", 0100640, 1, 9, "text", 4);
    add_cpio("device", 0020600, 1, 10, "", 0);
    add_cpio("TRAILER!!!", 0, 1, 0, "", 0);
}

static void test_cpio(void)
{
    uint64_t id;

    build_cpio();
    archive_open(&archive, built, built_size);
    next_is(ARCHIVE_DIRECTORY, "dir", "", "");
    next_is(ARCHIVE_FILE, "one", "", "");
    id = member.id;
    next_is(ARCHIVE_FILE, "two", "", "shared");
    CHECK(id && member.id == id && member.mode == 0600);
    next_is(ARCHIVE_SYMLINK, "link", "target", "");
    next_is(ARCHIVE_FILE, "file", "", "text");
    CHECK(!member.id);
    next_is(ARCHIVE_OTHER, "device", "", "");
    CHECK(archive_next(&archive, &member) == 0);
}

/* Shorter than a header of tar. */
static void test_short_cpio(void)
{
    built_size = 0;
    add_cpio("a", 0100644, 1, 1, "x", 1);
    add_cpio("TRAILER!!!", 0, 1, 0, "", 0);
    archive_open(&archive, built, built_size);
    next_is(ARCHIVE_FILE, "a", "", "x");
    CHECK(archive_next(&archive, &member) == 0);
}

static void test_looks(void)
{
    char text[300];

    built_size = 0;
    add_tar("", "070701", '0', "", "x", 1);
    end_tar();
    archive_open(&archive, built, built_size);
    next_is(ARCHIVE_FILE, "070701", "", "x");
    memset(text, 'x', sizeof(text));
    memcpy(text + 257 - 112, "ustar", 5);
    text[299] = '\0';
    built_size = 0;
    add_cpio("a", 0100644, 1, 1, text, 299);
    add_cpio("TRAILER!!!", 0, 1, 0, "", 0);
    CHECK(!memcmp(built + 257, "ustar", 5));
    archive_open(&archive, built, built_size);
    next_is(ARCHIVE_FILE, "a", "", text);
}

static void fails_with(const char *error)
{
    CHECK(read_all(built, built_size) == -1);
    CHECK(archive.error && !strcmp(archive.error, error));
}

static void test_errors(void)
{
    built_size = 0;
    fails_with("it ends before its end mark");
    append("\x1f\x8b\x08\x00zzzzzzzz", 12, TAR_BLOCK);
    fails_with("it is compressed by gzip; it must be tar or cpio as they are");
    built_size = 0;
    append("not an archive", 14, TAR_BLOCK);
    fails_with("there is no tar or cpio header with a right checksum");
    built_size = 0;
    add_tar("", "file", '0', "", "text", 4);
    fails_with("it ends before its end mark");
    snprintf(built + 124, 12, "%011o", 100000);
    set_checksum(built, false);
    fails_with("it ends inside a file");
    memcpy(built + 124, "12x", 3);
    set_checksum(built, false);
    fails_with("a number in a header is none");
    memset(built + 124, 0xff, 12);
    set_checksum(built, false);
    fails_with("a number in a header is none");
    built_size = 0;
    add_tar("", "pax", 'x', "", "99 path=x\n", 10);
    fails_with("a pax header makes no sense");
    build_cpio();
    built[6] = 'z';
    fails_with("a cpio header is none of the format newc");
    build_cpio();
    memcpy(built + 94, "fffffff0", 8);
    fails_with("it ends inside a name");
    build_cpio();
    memcpy(built + 54, "fffffffd", 8);
    fails_with("it ends inside a file");
}

/* An archive cut anywhere before end must be refused. */
static void cut_everywhere(size_t end)
{
    size_t size;

    for (size = 0; size < end; size++)
        CHECK(read_all(built, size) == -1);
    CHECK(read_all(built, end) > 0);
}

static void test_cut(void)
{
    build_tar();
    cut_everywhere(built_size - TAR_BLOCK);
    build_cpio();
    cut_everywhere(built_size - 3);
}

static uint32_t seed = 1;

static uint32_t random_number(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)seed * below >> 32);
}

/* Changes some bytes; half of the damaged tars get correct checksums again. */
static void spoil(bool tar)
{
    unsigned int i, changes = 1 + random_number(4);
    size_t at;

    for (i = 0; i < changes; i++)
        built[random_number(built_size)] =
            random_number(2) ? (char)random_number(256) : "07 f/\xff"[random_number(7)];
    for (at = 0; tar && random_number(2) && at + TAR_BLOCK <= built_size; at += TAR_BLOCK)
        if (!memcmp(built + at + 257, "ustar", 5))
            set_checksum(built + at, false);
}

static void test_hostile(void)
{
    unsigned int round, refused = 0;

    for (round = 0; round < 30000; round++) {
        bool tar = round % 2;

        if (tar)
            build_tar();
        else
            build_cpio();
        spoil(tar);
        refused += read_all(built, random_number(8) ? built_size : random_number(built_size)) < 0;
    }
    CHECK(refused > 1000 && refused < 30000);
}

static const struct check_test tests[] = {
    { "archive: tar", test_tar },
    { "archive: cpio", test_cpio },
    { "archive: a short cpio", test_short_cpio },
    { "archive: one that looks like the other", test_looks },
    { "archive: each error has its words", test_errors },
    { "archive: cut anywhere", test_cut },
    { "archive: 30,000 spoiled ones", test_hostile },
};

CHECK_MAIN(tests)
