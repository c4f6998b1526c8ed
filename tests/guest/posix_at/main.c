/*
 * Paths relative to a directory's descriptor, and statvfs(), call by call. The same
 * program runs on the host, and must print the same there and here (check-console).
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "../posix_cases.h"

#define BAD_FLAG 0x8000

static char buffer[100], long_path[5000];
static char *volatile null;
static int here, inner, file;           /* ".", "inner", a file */

static void show(int from, const char *path)
{
    struct stat status;

    if (CASE(fstatat(from, path, &status, AT_SYMLINK_NOFOLLOW)) == 0)
        SHOW("%s: mode %o, links %lu, size %ld, of %d", path, (unsigned int)status.st_mode,
             (unsigned long)status.st_nlink, S_ISDIR(status.st_mode) ? 0L : (long)status.st_size,
             (int)status.st_uid);
}

static void check_open(void)
{
    int fd;

    CASE(mkdir("inner", 0755));
    here = CASE(open(".", O_RDONLY | O_DIRECTORY));
    inner = CASE(open("inner", O_RDONLY));
    file = CASE(openat(inner, "file", O_CREAT | O_RDWR, 0640));
    CASE(write(file, "text", 4));
    show(here, "inner/file");
    show(inner, "file");
    show(AT_FDCWD, "inner/file");
    CASE(openat(inner, "file", O_CREAT | O_EXCL | O_RDWR, 0640));
    CASE(openat(inner, "nothing", O_RDONLY));
    CASE(openat(inner, "", O_RDONLY));
    CASE(openat(inner, null, O_RDONLY));
    CASE(openat(inner, long_path, O_RDONLY));
    CASE(openat(file, "x", O_RDONLY));
    CASE(openat(file, ".", O_RDONLY));
    CASE(openat(99, "x", O_RDONLY));
    CASE(openat(-1, "x", O_RDONLY));
    CASE(openat(99, "", O_RDONLY));
    CASE(openat(99, "/", O_RDONLY | O_DIRECTORY));
    CASE(openat(99, "/", O_RDONLY | O_CREAT, 0600));
    CASE(openat(1, "x", O_RDONLY));
    CASE(openat(inner, "../inner/../inner/file", O_RDONLY));
    fd = CASE(openat(inner, "file", O_WRONLY | O_TRUNC));
    show(inner, "file");
    CASE(close(fd));
}

/* A descriptor works from any current directory, and even after its directory's name is gone. */
static void check_directory(void)
{
    int gone;

    CASE(mkdirat(inner, "deep", 0711));
    CASE(mkdirat(inner, "deep", 0711));
    CASE(mkdirat(inner, "deep/er/", 0700));
    CASE(mkdirat(file, "deep", 0711));
    CASE(mkdirat(99, "deep", 0711));
    CASE(mkdirat(AT_FDCWD, "other", 0755));
    show(inner, "deep");
    show(inner, "deep/er");
    CASE(chdir("other"));
    show(inner, "deep");
    show(AT_FDCWD, "deep");
    CASE(fchdir(here));
    gone = CASE(openat(inner, "deep/er", O_RDONLY));
    CASE(unlinkat(inner, "deep/er", AT_REMOVEDIR));
    CASE(openat(gone, "x", O_CREAT | O_WRONLY, 0600));
    CASE(mkdirat(gone, "x", 0700));
    show(gone, ".");
    CASE(openat(gone, "..", O_RDONLY) >= 0);
    CASE(close(gone));
    CASE(rename("inner", "renamed"));
    show(inner, "file");
    CASE(rename("renamed", "inner"));
}

static void check_links(void)
{
    CASE(symlinkat("file", inner, "link"));
    CASE(symlinkat("file", inner, "link"));
    CASE(symlinkat("", inner, "link2"));
    CASE(symlinkat("file", 99, "link2"));
    CASE(symlinkat("", 99, "link2"));
    show(inner, "link");
    memset(buffer, 0, sizeof(buffer));
    CASE(readlinkat(inner, "link", buffer, sizeof(buffer)));
    SHOW("%s", buffer);
    CASE(readlinkat(inner, "file", buffer, sizeof(buffer)));
    CASE(readlinkat(inner, "link", buffer, 0));
    CASE(readlinkat(99, "link", buffer, sizeof(buffer)));
    CASE(linkat(inner, "link", here, "of_link", 0));
    CASE(linkat(inner, "link", here, "of_file", AT_SYMLINK_FOLLOW));
    show(here, "of_link");
    show(here, "of_file");
    CASE(linkat(inner, "link", here, "third", BAD_FLAG));
    CASE(linkat(inner, "deep", here, "third", 0));
    CASE(linkat(inner, "nothing", 99, "third", 0));
    CASE(linkat(inner, "file", 99, "third", 0));
    CASE(linkat(99, "file", inner, "third", 0));
    CASE(linkat(inner, "file", here, "of_file", 0));
    CASE(linkat(file, "file", here, "third", 0));
}

static void check_rename(void)
{
    CASE(renameat(here, "of_file", inner, "moved"));
    show(inner, "moved");
    show(here, "of_file");
    CASE(renameat(here, "nothing", inner, "moved"));
    CASE(renameat(here, "nothing", 99, "moved"));
    CASE(renameat(here, "of_link", 99, "moved"));
    CASE(renameat(99, "of_link", inner, "moved"));
    CASE(renameat(here, "inner", inner, "deep"));
    CASE(renameat(here, "inner", inner, "deep/x"));
    CASE(renameat(here, "other", inner, "deep"));
    show(inner, "deep");
    CASE(renameat(here, "", inner, "deep"));
    CASE(renameat(here, "of_link", file, "x"));
}

static void check_unlink(void)
{
    CASE(unlinkat(inner, "deep", 0));
    CASE(unlinkat(inner, "moved", AT_REMOVEDIR));
    CASE(unlinkat(inner, "moved", BAD_FLAG));
    CASE(unlinkat(inner, "moved", 0));
    CASE(unlinkat(inner, "moved", 0));
    CASE(unlinkat(99, "moved", 0));
    CASE(unlinkat(inner, ".", AT_REMOVEDIR));
    CASE(unlinkat(inner, "..", AT_REMOVEDIR));
    CASE(unlinkat(here, "inner", AT_REMOVEDIR));
    CASE(unlinkat(inner, "deep", AT_REMOVEDIR));
    CASE(unlinkat(inner, "", 0));
}

static void check_modes(void)
{
    struct timespec times[2] = { { 1000, 5 }, { 2000, 999 } };
    struct stat status;

    CASE(fchmodat(inner, "link", 0604, 0));
    show(inner, "file");
    CASE(fchmodat(inner, "nothing", 0604, 0));
    CASE(fchmodat(99, "file", 0604, 0));
    CASE(fchmodat(inner, "file", 0604, BAD_FLAG));
    CASE(fchownat(inner, "link", 5, 6, AT_SYMLINK_NOFOLLOW));
    show(inner, "link");
    show(inner, "file");
    CASE(fchownat(inner, "link", 7, -1, 0));
    show(inner, "file");
    CASE(fchownat(inner, "link", 7, -1, BAD_FLAG));
    CASE(fchownat(99, "link", 7, -1, 0));
    CASE(utimensat(inner, "file", times, 0));
    CASE(fstatat(inner, "link", &status, 0));
    SHOW("%ld %ld", (long)status.st_atime, (long)status.st_mtime);
    CASE(utimensat(99, "file", times, 0));
    CASE(utimensat(inner, "file", times, BAD_FLAG));
    CASE(utimensat(inner, null, times, 0));
    CASE(fstatat(inner, "file", &status, BAD_FLAG));
    CASE(faccessat(inner, "link", R_OK, 0));
    CASE(faccessat(inner, "link", X_OK, AT_EACCESS));
    CASE(faccessat(inner, "nothing", F_OK, 0));
    CASE(faccessat(inner, "file", 64, 0));
    CASE(faccessat(inner, "file", R_OK, BAD_FLAG));
    CASE(faccessat(99, "file", R_OK, 0));
}

/* fdopendir(): the stream then owns the descriptor. */
static void check_stream(void)
{
    struct dirent *entry;
    DIR *stream;
    int fd = CASE(dup(inner)), names = 0;

    stream = fdopendir(fd);
    SHOW("%d %d", stream != NULL, stream && dirfd(stream) == fd);
    while (stream && (entry = readdir(stream)))
        names += !strcmp(entry->d_name, "file") || !strcmp(entry->d_name, "link");
    SHOW("names %d", names);
    CASE(closedir(stream));
    CASE(close(fd));
    CASE(fdopendir(file) ? 0 : -1);
    CASE(fdopendir(99) ? 0 : -1);
}

static int without_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int backwards(const struct dirent **left, const struct dirent **right)
{
    return -alphasort(left, right);
}

static void scan(const char *path, int (*choose)(const struct dirent *),
                 int (*compare)(const struct dirent **, const struct dirent **))
{
    struct dirent **entries;
    int count = CASE(scandir(path, &entries, choose, compare)), i;

    for (i = 0; i < count; i++) {
        SHOW("%s %d", entries[i]->d_name, entries[i]->d_type);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void check_scan(void)
{
    char name[20];
    int i;

    mkdir("scanned", 0755);
    for (i = 0; i < 40; i++) {
        snprintf(name, sizeof(name), "scanned/%c%d", 'z' - i % 7, i * 37 % 40);
        close(open(name, O_CREAT | O_WRONLY, 0600));
    }
    mkdir("scanned/.hidden", 0755);
    symlink("z0", "scanned/a link");
    scan("scanned", NULL, alphasort);
    scan("scanned", without_dots, backwards);
    scan("scanned/z0", NULL, alphasort);
    scan("scanned/nothing", NULL, NULL);
    scan("", NULL, NULL);
}

static void show_volume(const struct statvfs *status)
{
    SHOW("block %lu %lu, name %lu, %d, %d, read-only %d", status->f_bsize, status->f_frsize,
         status->f_namemax, status->f_bavail <= status->f_bfree,
         status->f_bfree <= status->f_blocks, (status->f_flag & ST_RDONLY) != 0);
}

/* The 256 written blocks are missing. The host's volume is shared, so it is not checked. */
static int is_fuller(const struct statvfs *now, const struct statvfs *before)
{
#ifdef HOST
    return 1;
#else
    return now->f_bfree + 256 <= before->f_bfree && now->f_bfree + 300 > before->f_bfree;
#endif
}

static void check_volume(void)
{
    static char block[65536];
    struct statvfs status, after;
    int fd = CASE(open("big", O_CREAT | O_WRONLY, 0600)), i;

    CASE(statvfs(".", &status));
    show_volume(&status);
    memset(block, 'b', sizeof(block));
    for (i = 0; i < 16; i++)
        write(fd, block, sizeof(block));
    fsync(fd);
    CASE(fstatvfs(fd, &after));
    show_volume(&after);
    SHOW("the same volume %d, fuller %d", after.f_fsid == status.f_fsid, is_fuller(&after, &status));
    CASE(unlink("big"));
    CASE(close(fd));
    CASE(statvfs("nothing", &status));
    CASE(statvfs("inner/file/x", &status));
    CASE(statvfs("", &status));
    CASE(fstatvfs(99, &status));
}

int main(void)
{
    memset(long_path, '/', sizeof(long_path) - 1);
    cases_begin_in_scratch();
    check_open();
    check_directory();
    check_links();
    check_rename();
    check_unlink();
    check_modes();
    check_stream();
    check_scan();
    check_volume();
    CASES_END();
    return 0;
}
