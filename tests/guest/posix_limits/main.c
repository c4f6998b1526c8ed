/*
 * Nonsense from a program: paths of every shape to each call that takes one, descriptors
 * out of range, sizes and positions at the limits. The same program runs on the host,
 * and must print the same there and here (check-console).
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>
#include "../posix_cases.h"

static char buffer[8192];
static char name_255[256], name_256[257], path_4095[4096], path_4096[4097], deep_name[600];
static char *volatile null;
static int scratch;

/* --- paths of every shape ------------------------------------------------------------- */

static const char *const paths[] = {
    "", "/", "//", "///", ".", "..", "./", "../", "./.", "/.", "/..", "/../..",
    "file", "file/", "file//", "file/.", "file/..", "file/x", "./file", ".//file", "../here/file",
    "dir", "dir/", "dir//", "dir/.", "dir/./", "dir/..", "dir/../", "dir/file", "dir/file/", "dir/none",
    "dir/none/", "dir/none/x", "dir/../file", "dir/../none", "dir/./file",
    "none", "none/", "none/.", "none/..", "none/../file", "none/x",
    "link", "link/", "link/.", "link/x", "dirlink", "dirlink/", "dirlink/.", "dirlink/..", "dirlink/file",
    "dirlink/none", "dangling", "dangling/", "dangling/x", "loop", "loop/x", "up", "up/here/file",
    " ", "\n", "\t\x01\x7f\xff\xfe", "a\\b", "...", "..x", ".x", "%s%n", "dev", "/dev/null", "/dev/null/", "/dev/null/x",
    name_255, name_256, path_4095, path_4096, deep_name,
};

static void make(const char *path)
{
    close(open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644));
}

/* Makes the files anew that each call finds. */
static void restore(void)
{
    fchdir(scratch);
    mkdir("dir", 0755);
    make("file");
    make("dir/file");
    symlink("file", "link");
    symlink("dir", "dirlink");
    symlink("nowhere", "dangling");
    symlink("loop", "loop");
    symlink("..", "up");
}

static void clean(const char *path)
{
    unlink("new");
    rmdir("new");
    unlink("nowhere");
    rmdir("nowhere");
    if (strcmp(path, "") && path[0] != '/' && strcmp(path, "..") && strcmp(path, "../")) {
        unlink(path);
        rmdir(path);
    }
}

static int call_open(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK);

    return fd < 0 ? fd : close(fd);
}

static int call_open_to_write(const char *path)
{
    int fd = open(path, O_RDWR | O_NONBLOCK);

    return fd < 0 ? fd : close(fd);
}

static int call_open_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);

    return fd < 0 ? fd : close(fd);
}

static int call_create(const char *path)
{
    int fd = open(path, O_CREAT | O_RDWR, 0600);

    return fd < 0 ? fd : close(fd);
}

static int call_create_new(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);

    return fd < 0 ? fd : close(fd);
}

static int call_stat(const char *path)
{
    struct stat status;

    return stat(path, &status) ? -1 : (int)(status.st_mode & S_IFMT);
}

static int call_lstat(const char *path)
{
    struct stat status;

    return lstat(path, &status) ? -1 : (int)(status.st_mode & S_IFMT);
}

static int call_access(const char *path) { return access(path, F_OK); }
static int call_mkdir(const char *path) { return mkdir(path, 0700); }
static int call_mkfifo(const char *path) { return mkfifo(path, 0600); }
static int call_readlink(const char *path) { return readlink(path, buffer, sizeof(buffer)); }
static int call_symlink(const char *path) { return symlink("file", path); }
static int call_link_from(const char *path) { return link(path, "new"); }
static int call_link_to(const char *path) { return link("file", path); }
static int call_rename_file(const char *path) { return rename("file", path); }
static int call_rename_dir(const char *path) { return rename("dir", path); }
static int call_rename_from(const char *path) { return rename(path, "new"); }
static int call_truncate(const char *path) { return truncate(path, 3); }

static int call_opendir(const char *path)
{
    DIR *directory = opendir(path);

    return directory ? closedir(directory) : -1;
}

static const struct {
    const char *name;
    int (*function)(const char *path);
    bool is_for_here;       /* not tried on "/": it is another volume here, and not ours on the host */
} calls[] = {
    { "open", call_open, false }, { "open to write", call_open_to_write, false },
    { "open directory", call_open_directory, false }, { "create", call_create, true },
    { "create new", call_create_new, true }, { "stat", call_stat, false }, { "lstat", call_lstat, false },
    { "access", call_access, false }, { "mkdir", call_mkdir, true }, { "mkfifo", call_mkfifo, true },
    { "readlink", call_readlink, false }, { "opendir", call_opendir, false }, { "chdir", chdir, false },
    { "symlink", call_symlink, true }, { "link from", call_link_from, true }, { "link to", call_link_to, true },
    { "rename file", call_rename_file, true }, { "rename dir", call_rename_dir, true },
    { "rename from", call_rename_from, true }, { "truncate", call_truncate, true },
    { "unlink", unlink, true }, { "rmdir", rmdir, true }, { "remove", remove, true },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void show_path(const char *path)
{
    int i;

    printf("CASE %u path '", ++cases);
    for (i = 0; path[i] && i < 40; i++)
        putchar(path[i] > ' ' && path[i] < 127 ? path[i] : '?');
    printf("'\n");
}

static void try_path(unsigned int i)
{
    unsigned int call;
    int result;

    show_path(paths[i]);
    for (call = 0; call < COUNT(calls); call++) {
        if (calls[call].is_for_here && paths[i][0] == '/')
            continue;
        restore();
        errno = 0;
        result = calls[call].function(paths[i]);
        printf("CASE %u %s: %d %s\n", ++cases, calls[call].name, result, result < 0 ? error_name(errno) : "");
        fchdir(scratch);
        clean(paths[i]);
    }
}

static void check_paths(void)
{
    unsigned int i;

    memset(name_255, 'n', 255);
    memset(name_256, 'n', 256);
    for (i = 0; i < 4090; i += 2)
        memcpy(path_4095 + i, "./", 2);
    memcpy(path_4095 + i, "/file", 5);
    snprintf(path_4096, sizeof(path_4096), "%.4090s//file", path_4095);
    snprintf(deep_name, sizeof(deep_name), "%s/%s", name_255, name_255);
    SHOW("%u %u", (unsigned int)strlen(path_4095), (unsigned int)strlen(path_4096));
    for (i = 0; i < COUNT(paths); i++)
        try_path(i);
    restore();
    CASE(open(null, O_RDONLY));
    CASE(access(null, F_OK));
    CASE(rename(null, "x"));
    CASE(rename("file", null));
    CASE(link(null, "x"));
    CASE(symlink(null, "x"));
    CASE(symlink("x", null));
    CASE(readlink(null, buffer, 10));
    CASE(readlink("link", null, 10));
    CASE(readlink("link", buffer, -1));
    CASE(rmdir(null));
    CASE(chdir(null));
    CASE(truncate(null, 0));
    CASE(mkfifo(null, 0600));
}

/* --- descriptors out of range ----------------------------------------------------------- */

static void try_descriptor(int fd)
{
    struct iovec part = { buffer, 1 };
    struct pollfd one = { fd, POLLIN, 0 };
    struct termios termios;
    struct stat status;

    SHOW("descriptor %d", fd);
    CASE(read(fd, buffer, 1));
    CASE(write(fd, buffer, 1));
    CASE(read(fd, buffer, 0));
    CASE(read(fd, null, 1));
    CASE(readv(fd, &part, 1));
    CASE(writev(fd, &part, 1));
    CASE(pread(fd, buffer, 1, 0));
    CASE(pwrite(fd, buffer, 1, 0));
    CASE(pread(fd, buffer, 1, -1));
    CASE(lseek(fd, 0, SEEK_CUR));
    CASE(lseek(fd, 0, 99));
    CASE(fstat(fd, &status));
    CASE(fsync(fd));
    CASE(fdatasync(fd));
    CASE(ftruncate(fd, 0));
    CASE(ftruncate(fd, -1));
    CASE(fcntl(fd, F_GETFD));
    CASE(fcntl(fd, F_SETFD, 0));
    CASE(fcntl(fd, F_GETFL));
    CASE(fcntl(fd, F_SETFL, O_NONBLOCK));
    CASE(fcntl(fd, F_DUPFD, 0));
    CASE(dup(fd));
    CASE(dup2(fd, fd));
    CASE(dup2(fd, 5));
    CASE(dup3(fd, fd, 0));
    CASE(dup3(fd, 5, 0));
    CASE(fchdir(fd));
    CASE(fchmod(fd, 0600));
    CASE(fchown(fd, 0, 0));
    CASE(isatty(fd));
    CASE(tcgetattr(fd, &termios));
    CASE(futimens(fd, NULL));
    CASE(openat(fd, "file", O_RDONLY));
    CASE(openat(fd, "", O_RDONLY));
    CASE(mkdirat(fd, "new", 0700));
    CASE(unlinkat(fd, "file", 0));
    CASE(fstatat(fd, "file", &status, 0));
    CASE(faccessat(fd, "file", F_OK, 0));
    CASE(readlinkat(fd, "link", buffer, 10));
    CASE(symlinkat("x", fd, "new"));
    CASE(linkat(fd, "file", fd, "new", 0));
    CASE(renameat(fd, "file", fd, "new"));
    CASE(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED);
    SHOW("%s", error_name(errno));
    CASE(fdopendir(fd) != NULL);
    SHOW("%s", error_name(errno));
    CASE(poll(&one, 1, 0));
    SHOW("%x", one.revents);
    CASE(close(fd));
}

static void check_descriptors(void)
{
    static const int bad[] = { -1, -3, INT_MIN, 77, 1023, 1024, 1025, 65536, INT_MAX };
    unsigned int i;
    int fd = CASE(open("file", O_RDWR));

    for (i = 0; i < COUNT(bad); i++)
        try_descriptor(bad[i]);
    CASE(dup2(fd, 1023));
    CASE(close(1023));
    CASE(dup2(fd, 1024));
    CASE(dup2(fd, INT_MAX));
    CASE(dup2(fd, INT_MIN));
    CASE(dup3(fd, -1, 0));
    CASE(dup3(fd, 1023, 4711));
    CASE(fcntl(fd, F_DUPFD, 1024));
    CASE(fcntl(fd, F_DUPFD, INT_MAX));
    CASE(fcntl(fd, F_DUPFD, INT_MIN));
    CASE(poll(NULL, 0, 0));
    CASE(poll((struct pollfd *)buffer, 1025, 0));
    CASE(poll((struct pollfd *)buffer, -1, 0));
    CASE(close(fd));
}

/* --- sizes and positions at the limits -------------------------------------------------------- */

static void try_position(int fd, long at)
{
    SHOW("position %ld", at);
    CASE(pwrite(fd, "", 0, at));
    CASE(pread(fd, buffer, 1, at));
    CASE(pread(fd, buffer, SSIZE_MAX, at));
    CASE(lseek(fd, at, SEEK_SET));
    CASE(lseek(fd, at, SEEK_CUR));
    CASE(lseek(fd, at, SEEK_END));
    CASE(lseek(fd, 5, SEEK_SET));               /* Linux moves even when it reports EOVERFLOW */
    CASE(read(fd, buffer, 100));
    CASE(pwrite(fd, "xyz", 3, at));
    CASE(lseek(fd, 0, SEEK_END));
    CASE(ftruncate(fd, at));
    CASE(lseek(fd, 0, SEEK_END));
    CASE(ftruncate(fd, 10));
}

static void check_positions(void)
{
    static const long positions[] = { 0, 9, 10, 11, -1, LONG_MIN, LONG_MIN + 1, LONG_MAX, LONG_MAX - 1, LONG_MAX - 2,
                                      LONG_MAX - 3, LONG_MAX - 4095, LONG_MAX - 4096, 0x40000000 };
    int fd = CASE(open("file", O_RDWR | O_TRUNC));
    unsigned int i;

    CASE(write(fd, "0123456789", 10));
    for (i = 0; i < COUNT(positions); i++)
        try_position(fd, positions[i]);
    CASE(close(fd));
    fd = CASE(open("file", O_RDWR | O_APPEND));
    CASE(ftruncate(fd, LONG_MAX));
    CASE(write(fd, "x", 1));
    CASE(write(fd, "", 0));
    CASE(ftruncate(fd, LONG_MAX - 1));
    CASE(write(fd, "xyz", 3));
    CASE(ftruncate(fd, 0));
    CASE(close(fd));
}

static void check_sizes(void)
{
    struct iovec two[] = { { buffer, SSIZE_MAX }, { buffer, SSIZE_MAX } };
    struct iovec halves[] = { { buffer, 0x7fff0000 }, { buffer, 0x7fff0000 } }, part = { buffer, (size_t)SSIZE_MAX + 1 };
    int fd = CASE(open("file", O_RDWR | O_TRUNC)), nowhere = CASE(open("/dev/null", O_RDWR));
    int fds[2];

    CASE(write(fd, "0123456789", 10));
    CASE(pread(fd, buffer, SSIZE_MAX, 0));
    CASE(pread(fd, buffer, (size_t)-1, 0));
    CASE(pread(fd, buffer, (size_t)SSIZE_MAX + 1, 5));
    CASE(read(fd, buffer, SSIZE_MAX));
    CASE(lseek(fd, 0, SEEK_SET));
    CASE(read(fd, buffer, (size_t)-1));
    CASE(lseek(fd, 0, SEEK_SET));
    CASE(readv(fd, two, 2));
    CASE(readv(fd, &part, 1));
    CASE(readv(fd, two, INT_MAX));
    CASE(readv(fd, two, INT_MIN));
    CASE(readv(fd, two, 1025));
    CASE(write(nowhere, buffer, SSIZE_MAX));
    CASE(write(nowhere, buffer, INT_MAX - 4095));
    CASE(write(nowhere, buffer, INT_MAX - 4096));
    CASE(write(nowhere, buffer, (size_t)-1));
    CASE(writev(nowhere, two, 2));
    CASE(writev(nowhere, halves, 2));
    CASE(writev(nowhere, &part, 1));
    CASE(read(nowhere, buffer, (size_t)-1));
    CASE(close(nowhere));
    nowhere = CASE(open("/dev/full", O_RDWR));
    CASE(write(nowhere, buffer, SSIZE_MAX));
    CASE(write(nowhere, buffer, (size_t)-1));
    CASE(close(nowhere));
    CASE(pipe(fds));
    CASE(write(fds[1], "pipe", 4));
    CASE(read(fds[0], buffer, (size_t)-1));
    CASE(write(fds[1], "pipe", 4));
    CASE(read(fds[0], buffer, SSIZE_MAX));
    CASE(close(fds[0]));
    CASE(close(fds[1]));
    CASE(getcwd(buffer, 0) != NULL);
    SHOW("%s", error_name(errno));
    CASE(getcwd(buffer, 1) != NULL);
    SHOW("%s", error_name(errno));
    CASE(mmap(NULL, (size_t)-1, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED);
    SHOW("%s", error_name(errno));
    CASE(close(fd));
}

int main(void)
{
#ifndef HOST
    if (mkdir("/tmp/here", 0755) || chdir("/tmp/here"))
        printf("no /tmp/here\n");
#endif
    scratch = open(".", O_RDONLY);
    check_paths();
    check_descriptors();
    check_positions();
    check_sizes();
    CASES_END();
    return 0;
}
