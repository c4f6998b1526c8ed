/*
 * Files, call by call. The same program runs on the host, and must print the same
 * there and here (check-console).
 *
 * Linux is the model: which of several errors is reported, what a slash at the end
 * means, which state a failure leaves.
 */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>
#include "../posix_cases.h"

static char buffer[8192];
static char long_name[300], long_path[5000];
static char *volatile null;

static void show_file(const char *path)
{
    struct stat status;

    if (CASE(lstat(path, &status)) == 0)
        SHOW("%s: mode %o, links %lu, size %ld", path, (unsigned int)status.st_mode,
             (unsigned long)status.st_nlink, S_ISDIR(status.st_mode) ? 0L : (long)status.st_size);
}

static int make(const char *path, const char *text)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);

    if (fd >= 0) {
        SHOW("made %s: %ld", path, (long)write(fd, text, strlen(text)));
        close(fd);
    }
    return fd;
}

static void show_text(const char *path)
{
    int fd = CASE(open(path, O_RDONLY));
    long n = fd < 0 ? -1 : CASE(read(fd, buffer, sizeof(buffer)));

    if (n >= 0)
        SHOW("%s has '%.*s'", path, (int)n, buffer);
    close(fd);
}

/* --- opening --------------------------------------------------------------- */

static void check_open(void)
{
    CASE(open("nothing", O_RDONLY));
    CASE(open("", O_RDONLY));
    CASE(open(null, O_RDONLY));
    CASE(open("/nothing-of-that-name/x", O_RDONLY));
    CASE(open("new/", O_CREAT | O_WRONLY, 0600));
    CASE(open("file", O_CREAT | O_EXCL | O_WRONLY, 0640));
    CASE(open("file", O_CREAT | O_EXCL | O_WRONLY, 0640));
    CASE(open("file", O_CREAT | O_RDWR, 0600));
    CASE(open("file/", O_RDONLY));
    CASE(open("file/.", O_RDONLY));
    CASE(open("file/x", O_RDONLY));
    CASE(open("file/x", O_CREAT | O_WRONLY, 0600));
    CASE(open("file", O_RDONLY | O_DIRECTORY));
    CASE(open(".", O_RDONLY));
    CASE(open(".", O_WRONLY));
    CASE(open(".", O_RDWR));
    CASE(open(".", O_CREAT | O_RDONLY, 0600));
    CASE(open("..", O_WRONLY));
    CASE(open("/", O_RDWR));
    CASE(open(".", O_RDONLY | O_DIRECTORY));
    CASE(open(long_name, O_CREAT | O_WRONLY, 0600));
    CASE(open(long_path, O_RDONLY));
    CASE(open("./././file", O_RDONLY));
    CASE(open(".//file", O_RDONLY));
    CASE(creat("made", 0666));
    show_file("file");
    show_file("made");
    CASE(close(12));
    CASE(close(3));
    CASE(open("file", O_RDONLY));
    CASE(close(3));
    CASE(close(3));
    CASE(close(-1));
    CASE(close(100000));
    CASE(close(INT_MAX));
}

static void close_all(void)
{
    int fd, closed = 0;

    for (fd = 3; fd < 1024; fd++)
        closed += close(fd) == 0;
    SHOW("closed %d", closed);
}

/* --- reading and writing ---------------------------------------------------- */

static void check_transfer(void)
{
    int fd = CASE(open("data", O_CREAT | O_RDWR, 0600));
    int reader = CASE(open("data", O_RDONLY)), writer = CASE(open("data", O_WRONLY));

    CASE(write(fd, "0123456789", 10));
    CASE(write(fd, "x", 0));
    CASE(write(reader, "x", 1));
    CASE(read(writer, buffer, 1));
    CASE(read(fd, buffer, 10));
    CASE(read(reader, buffer, 4));
    CASE(read(reader, buffer, 100));
    CASE(read(reader, buffer, 100));
    CASE(read(-1, buffer, 1));
    CASE(write(-1, buffer, 1));
    CASE(write(77, buffer, 1));
    CASE(lseek(reader, 0, SEEK_SET));
    CASE(read(reader, null, 5));
    CASE(write(writer, null, 5));
    CASE(read(reader, buffer, INT_MAX));
    CASE(lseek(fd, 0, SEEK_CUR));
    CASE(lseek(fd, -3, SEEK_END));
    CASE(read(fd, buffer, 100));
    CASE(lseek(fd, -11, SEEK_END));
    CASE(lseek(fd, -1, SEEK_SET));
    CASE(lseek(fd, 0, 17));
    CASE(lseek(fd, 0, -1));
    CASE(lseek(88, 0, SEEK_SET));
    CASE(lseek(fd, LONG_MAX, SEEK_SET));
    CASE(lseek(fd, 1, SEEK_CUR));
    CASE(read(fd, buffer, 1));
    CASE(write(fd, "x", 1));
    CASE(lseek(fd, 20, SEEK_SET));
    CASE(write(fd, "end", 3));
    CASE(pread(fd, buffer, 23, 0));
    SHOW("hole %d %d, end %c", buffer[10], buffer[19], buffer[22]);
    CASE(pread(fd, buffer, 5, 22));
    CASE(pread(fd, buffer, 5, 23));
    CASE(pread(fd, buffer, 5, 1000));
    CASE(pread(fd, buffer, 5, -1));
    CASE(pwrite(fd, buffer, 5, -1));
    CASE(pread(writer, buffer, 5, 0));
    CASE(pwrite(reader, buffer, 5, 0));
    CASE(pwrite(fd, "AB", 2, 5));
    CASE(pread(99, buffer, 5, 0));
    CASE(lseek(fd, 0, SEEK_CUR));
    show_text("data");
}

static void check_append(void)
{
    int fd = CASE(open("appended", O_CREAT | O_WRONLY | O_APPEND, 0600));

    CASE(write(fd, "one", 3));
    CASE(lseek(fd, 0, SEEK_SET));
    CASE(write(fd, "two", 3));
    CASE(lseek(fd, 0, SEEK_CUR));
    CASE(pwrite(fd, "three", 5, 0));
    CASE(fcntl(fd, F_SETFL, 0));
    CASE(lseek(fd, 0, SEEK_SET));
    CASE(write(fd, "ONE", 3));
    SHOW("append %d", (fcntl(fd, F_GETFL) & O_APPEND) != 0);
    show_text("appended");
    CASE(open("appended", O_WRONLY | O_TRUNC));
    show_file("appended");
}

static void check_vectors(void)
{
    char a[4], b[4];
    struct iovec parts[] = { { a, 3 }, { NULL, 0 }, { b, 4 } };
    struct iovec huge = { a, (size_t)-1 };
    int fd = CASE(open("vector", O_CREAT | O_RDWR, 0600));

    memcpy(a, "abc", 3);
    memcpy(b, "defg", 4);
    CASE(writev(fd, parts, 3));
    CASE(writev(fd, parts, 0));
    CASE(writev(fd, parts, -1));
    CASE(writev(fd, parts, 5000));
    CASE(writev(fd, &huge, 1));
    CASE(writev(91, parts, 1));
    show_text("vector");
    CASE(lseek(fd, 1, SEEK_SET));
    CASE(readv(fd, parts, 3));
    SHOW("%.3s %.3s", a, b);
    CASE(readv(fd, parts, 3));
}

/* --- size -------------------------------------------------------------------- */

static void check_size(void)
{
    int fd = make("sized", "0123456789") < 0 ? -1 : CASE(open("sized", O_RDWR));
    int reader = CASE(open("sized", O_RDONLY));

    CASE(ftruncate(fd, 4));
    CASE(ftruncate(fd, 8));
    CASE(pread(fd, buffer, 100, 0));
    SHOW("%c %d %d", buffer[3], buffer[4], buffer[7]);
    CASE(ftruncate(fd, -1));
    CASE(ftruncate(reader, 1));
    CASE(ftruncate(99, 1));
    CASE(truncate("sized", 5000));
    show_file("sized");
    CASE(truncate("sized", -1));
    CASE(truncate("nothing", 1));
    CASE(truncate(".", 1));
    CASE(truncate("", 1));
    CASE(truncate("sized/", 1));
    CASE(ftruncate(fd, LONG_MAX));
    show_file("sized");
    CASE(pwrite(fd, "x", 1, LONG_MAX - 1));
    CASE(pwrite(fd, "xy", 2, LONG_MAX - 1));
    CASE(pwrite(fd, "x", 1, LONG_MAX));
    CASE(pread(fd, buffer, 10, LONG_MAX - 1));
    CASE(pread(fd, buffer, 10, LONG_MAX));
    CASE(lseek(fd, 0, SEEK_END));
    CASE(lseek(fd, 1, SEEK_END));
    CASE(ftruncate(fd, 0));
    CASE(ftruncate(0x7fff, 0));
    CASE(fsync(fd));
    CASE(fdatasync(fd));
    CASE(fsync(99));
}

/* --- directories --------------------------------------------------------------- */

static void check_directories(void)
{
    CASE(mkdir("dir", 0755));
    CASE(mkdir("dir", 0755));
    CASE(mkdir("dir/", 0755));
    CASE(mkdir("dir/sub/", 0700));
    CASE(mkdir("file", 0755));
    CASE(mkdir("file/x", 0755));
    CASE(mkdir("nothing/x", 0755));
    CASE(mkdir("", 0755));
    CASE(mkdir(".", 0755));
    CASE(mkdir("..", 0755));
    CASE(mkdir("/", 0755));
    CASE(mkdir("dir/.", 0755));
    CASE(mkdir("dir/new/.", 0755));
    CASE(mkdir("dir/../dir/more", 0700));
    CASE(mkdir(long_name, 0755));
    CASE(mkdir(long_path, 0755));
    CASE(mkdir(null, 0755));
    show_file("dir");
    show_file("dir/sub");
    CASE(rmdir("dir"));
    CASE(rmdir("file"));
    CASE(rmdir("nothing"));
    CASE(rmdir(""));
    CASE(rmdir("dir/."));
    CASE(rmdir("dir/sub/."));
    CASE(rmdir("dir/sub/.."));
    CASE(rmdir("."));
    CASE(rmdir(".."));
    CASE(rmdir("/"));
    CASE(rmdir("dir/sub/"));
    CASE(rmdir("dir/more"));
    show_file("dir");
    CASE(unlink("dir"));
    CASE(unlink("dir/"));
    CASE(unlink("."));
    CASE(unlink(".."));
    CASE(unlink("/"));
    CASE(unlink("dir/."));
    CASE(unlink("file/"));
    CASE(unlink("file/x"));
    CASE(unlink("nothing"));
    CASE(unlink("nothing/"));
    CASE(unlink(""));
    CASE(unlink(null));
    CASE(unlink(long_name));
    CASE(unlink("made"));
    CASE(remove("dir"));
    CASE(remove("file/"));
    CASE(remove("nothing"));
}

static void check_current(void)
{
    CASE(mkdir("here", 0755));
    CASE(chdir("file"));
    CASE(chdir("nothing"));
    CASE(chdir(""));
    CASE(chdir("here"));
    CASE(getcwd(buffer, sizeof(buffer)) == buffer);
    SHOW("%s", strrchr(buffer, '/'));
    CASE(getcwd(buffer, 3) == buffer);
    SHOW("%s", error_name(errno));
    CASE(getcwd(buffer, 0) == buffer);
    SHOW("%s", error_name(errno));
    make("inside", "in");
    CASE(access("../here/inside", F_OK));
    CASE(chdir(".."));
    CASE(access("here/inside", F_OK));
    CASE(chdir("here"));
    CASE(unlink("inside"));
    CASE(rmdir("../here"));
    CASE(open("made", O_CREAT | O_WRONLY, 0600));
    CASE(mkdir("made", 0700));
    CASE(access(".", F_OK));
    CASE(getcwd(buffer, sizeof(buffer)) == buffer);
    SHOW("%s", error_name(errno));
    CASE(chdir(".."));
    CASE(access("file", F_OK));
    CASE(fchdir(open("file", O_RDONLY)));
    CASE(fchdir(555));
    CASE(fchdir(open(".", O_RDONLY)));
}

/* Shows only the last parts: the beginning depends on where this runs. */
static void show_real(const char *path)
{
    char *real = realpath(path, NULL);
    int i, at = real ? strlen(real) : 0;

    SHOW("%s: %s", path, error_name(real ? 0 : errno));
    for (i = 0; real && i < 2; i++)
        while (at > 0 && real[--at] != '/')
            ;
    if (real)
        SHOW("%s", strstr(path, "..") ? "above" : real + at);
    free(real);
}

static void check_real(void)
{
    CASE(mkdir("real", 0755));
    CASE(mkdir("real/dir", 0755));
    CASE(symlink("dir", "real/link"));
    CASE(symlink("../file", "real/tofile"));
    make("file", "x");
    show_real("real/dir");
    show_real("real/./link");
    show_real("real//link/.");
    show_real("real/link/../tofile");
    show_real("real/dir/../link");
    show_real("nothing");
    show_real("real/nothing/x");
    show_real("file/");
    show_real("");
    SHOW("%s", realpath("/", buffer));
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path)
{
    char *names[64];
    int i, count = 0;
    DIR *directory = opendir(path);
    struct dirent *entry;

    CASE(directory != NULL);
    if (!directory)
        return;
    while ((entry = readdir(directory)) && count < 64) {
        names[count] = malloc(strlen(entry->d_name) + 16);
        sprintf(names[count++], "%s:%d", entry->d_name, entry->d_type);
    }
    CASE(closedir(directory));
    qsort(names, count, sizeof(*names), compare);
    for (i = 0; i < count; i++) {
        SHOW("%s: %s", path, names[i]);
        free(names[i]);
    }
}

static void check_listing(void)
{
    DIR *directory;
    struct dirent *entry;
    int seen = 0;
    char name[300];

    CASE(mkdir("list", 0755));
    CASE(mkdir("list/dir", 0755));
    make("list/a", "a");
    make("list/b", "b");
    CASE(symlink("a", "list/link"));
    list("list");
    list("list/dir");
    CASE(opendir("list/a") != NULL);
    SHOW("%s", error_name(errno));
    CASE(opendir("nothing") != NULL);
    SHOW("%s", error_name(errno));
    directory = opendir("list/dir");
    for (seen = 0; seen < 20; seen++) {
        sprintf(name, "list/dir/%d", seen);
        close(open(name, O_CREAT | O_WRONLY, 0600));
    }
    /* Removes entries while reading them, as rm -r does. */
    rewinddir(directory);
    for (seen = 0; (entry = readdir(directory));)
        if (entry->d_name[0] != '.') {
            sprintf(name, "list/dir/%s", entry->d_name);
            seen += unlink(name) == 0;
        }
    SHOW("removed %d", seen);
    CASE(closedir(directory));
    CASE(rmdir("list/dir"));
}

/* --- names ----------------------------------------------------------------------- */

static void check_links(void)
{
    struct stat one, other;

    make("first", "contents");
    CASE(link("first", "second"));
    show_file("first");
    CASE(stat("first", &one));
    CASE(stat("second", &other));
    SHOW("same %d", one.st_ino == other.st_ino && one.st_dev == other.st_dev);
    CASE(link("first", "second"));
    CASE(link("nothing", "third"));
    CASE(link("dir", "third"));
    CASE(link("first", "nothing/third"));
    CASE(link("first", "third/"));
    CASE(link("first", ""));
    CASE(link("first", "file/x"));
    CASE(unlink("first"));
    show_file("second");
    show_text("second");
}

static void check_symbolic(void)
{
    int i;
    char name[16], before[16] = "second";

    CASE(symlink("second", "soft"));
    CASE(symlink("second", "soft"));
    CASE(symlink("", "empty"));
    CASE(symlink("x", ""));
    CASE(symlink("x", "nothing/x"));
    CASE(symlink("x", "slash/"));
    CASE(symlink(long_path, "long"));
    CASE(symlink("nowhere", "dangling"));
    CASE(symlink("loop", "loop"));
    CASE(symlink("dir", "todir"));
    CASE(symlink(".", "dot"));
    show_file("soft");
    show_text("soft");
    CASE(readlink("soft", buffer, sizeof(buffer)));
    CASE(readlink("soft", buffer, 3));
    CASE(readlink("soft", buffer, 0));
    CASE(readlink("second", buffer, 10));
    CASE(readlink("nothing", buffer, 10));
    CASE(readlink("todir/", buffer, 10));
    CASE(open("loop", O_RDONLY));
    CASE(open("loop/x", O_RDONLY));
    CASE(open("dangling", O_RDONLY));
    CASE(open("dangling", O_CREAT | O_EXCL | O_WRONLY, 0600));
    CASE(open("soft", O_RDONLY | O_NOFOLLOW));
    CASE(open("todir", O_RDONLY | O_NOFOLLOW));
    CASE(open("todir", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
    CASE(open("soft/", O_RDONLY));
    CASE(open("todir/", O_RDONLY));
    CASE(open("dot/dot/dot/dot/file", O_RDONLY));
    CASE(open("dangling", O_CREAT | O_WRONLY, 0600));
    show_file("nowhere");
    CASE(unlink("nowhere"));
    CASE(mkdir("dangling", 0755));
    CASE(mkdir("dangling/", 0755));
    CASE(rmdir("todir"));
    CASE(rmdir("todir/"));
    CASE(unlink("todir/"));
    CASE(unlink("soft/"));
    CASE(chdir("todir"));
    CASE(chdir(".."));
    show_file("todir");
    show_file("todir/");
    CASE(link("soft", "soft2"));
    show_file("soft2");
    CASE(access("dangling", F_OK));
    CASE(unlink("dangling"));
    for (i = 0; i < 42; i++) {
        sprintf(name, "chain%d", i);
        if (symlink(before, name))
            break;
        strcpy(before, name);
    }
    SHOW("chain of %d", i);
    CASE(access("chain39", F_OK));
    CASE(access("chain40", F_OK));
}

static void check_rename(void)
{
    make("old", "old");
    CASE(rename("old", "new"));
    show_text("new");
    CASE(access("old", F_OK));
    make("over", "over");
    CASE(rename("new", "over"));
    show_text("over");
    CASE(rename("over", "over"));
    CASE(rename("nothing", "x"));
    CASE(rename("over", "nothing/x"));
    CASE(rename("over", "x/"));
    CASE(rename("over/", "x"));
    CASE(rename("over", ""));
    CASE(rename("", "x"));
    CASE(mkdir("dir", 0755));
    CASE(mkdir("dir/sub", 0755));
    CASE(rename("dir", "over"));
    CASE(rename("over", "dir"));
    CASE(rename("dir", "dir/sub/x"));
    CASE(rename("dir", "dir/sub"));
    CASE(rename("dir/sub", "dir"));
    CASE(rename("dir", "dir"));
    CASE(rename(".", "x"));
    CASE(rename("dir/..", "x"));
    CASE(rename("dir", "."));
    CASE(rename("/", "x"));
    CASE(mkdir("other", 0755));
    CASE(rename("dir", "other"));
    show_file("other");
    CASE(rename("other/sub", "sub2/"));
    show_file("other");
    show_file("sub2");
    CASE(mkdir("full", 0755));
    make("full/x", "x");
    CASE(rename("sub2", "full"));
    CASE(rename("full", "sub2"));
    CASE(link("over", "over2"));
    CASE(rename("over", "over2"));
    CASE(access("over", F_OK));
    CASE(rename("soft", "soft3"));
    CASE(rename("soft3/", "soft4"));
    CASE(rename(long_name, "x"));
    CASE(rename("over", long_name));
}

static void check_open_unlinked(void)
{
    struct stat status;
    int fd = CASE(open("gone", O_CREAT | O_RDWR, 0600));

    CASE(write(fd, "still here", 10));
    CASE(unlink("gone"));
    CASE(open("gone", O_RDONLY));
    CASE(pread(fd, buffer, 20, 0));
    SHOW("%.10s", buffer);
    CASE(write(fd, "!", 1));
    CASE(fstat(fd, &status));
    SHOW("links %d size %ld", (int)status.st_nlink, (long)status.st_size);
    CASE(close(fd));
    CASE(fstat(fd, &status));
    CASE(fstat(-1, &status));
}

/* --- descriptors -------------------------------------------------------------------- */

static void check_duplicates(void)
{
    int fd = CASE(open("over2", O_RDONLY)), other;

    other = CASE(dup(fd));
    CASE(read(fd, buffer, 2));
    CASE(read(other, buffer, 10));
    CASE(dup(99));
    CASE(dup(-1));
    CASE(dup2(fd, 20));
    CASE(dup2(fd, fd));
    CASE(dup2(fd, -1));
    CASE(dup2(fd, 100000));
    CASE(dup2(98, 21));
    CASE(dup2(98, 98));
    CASE(lseek(20, 0, SEEK_SET));
    CASE(read(other, buffer, 10));
    CASE(fcntl(fd, F_DUPFD, 10));
    CASE(fcntl(fd, F_DUPFD, 10));
    CASE(fcntl(fd, F_DUPFD, -1));
    CASE(fcntl(fd, F_DUPFD, 1000000));
    CASE(fcntl(97, F_DUPFD, 0));
    CASE(fcntl(fd, F_GETFD));
    CASE(fcntl(fd, F_SETFD, FD_CLOEXEC));
    CASE(fcntl(fd, F_GETFD));
    CASE(fcntl(other, F_GETFD));
    CASE(fcntl(dup(fd), F_GETFD));
    CASE(fcntl(fd, F_DUPFD_CLOEXEC, 30));
    CASE(fcntl(30, F_GETFD));
    CASE(fcntl(97, F_GETFD));
    CASE(fcntl(97, F_GETFL));
    SHOW("access %d", fcntl(fd, F_GETFL) & O_ACCMODE);
    CASE(fcntl(fd, 4711));
    CASE(isatty(fd));
    SHOW("%s", error_name(errno));
    CASE(isatty(97));
    SHOW("%s", error_name(errno));
}

static void check_locks(void)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 10 };
    int fd = CASE(open("over2", O_RDWR)), reader = CASE(open("over2", O_RDONLY));

    CASE(fcntl(fd, F_SETLK, &lock));
    CASE(fcntl(reader, F_SETLK, &lock));
    CASE(fcntl(fd, F_GETLK, &lock));
    SHOW("unlocked %d", lock.l_type == F_UNLCK);
    lock.l_type = F_RDLCK;
    CASE(fcntl(reader, F_SETLKW, &lock));
    lock.l_type = 77;
    CASE(fcntl(fd, F_SETLK, &lock));
    CASE(fcntl(99, F_SETLK, &lock));
}

static void check_many(void)
{
    int fd, count = 0, last = -1;

    while ((fd = open("over2", O_RDONLY)) >= 0) {
        last = fd;
        count++;
    }
    SHOW("opened up to %d: %s", last, error_name(errno));
    CASE(dup(0));
    CASE(close(500));
    CASE(open("over2", O_RDONLY));
    CASE(opendir(".") != NULL);
    SHOW("%s", error_name(errno));
}

/* --- the rest ------------------------------------------------------------------------- */

static void check_modes(void)
{
    struct timeval times[2] = { { 1000, 5 }, { 2000, 999999 } };
    struct stat status;

    make("timed", "x");
    CASE(utimes("timed", times));
    CASE(stat("timed", &status));
    SHOW("%ld %ld", (long)status.st_atime, (long)status.st_mtime);
    times[1].tv_usec = 1000000;
    CASE(utimes("timed", times));
    CASE(utimes("nothing", NULL));
    CASE(utimes("timed", NULL));
    CASE(chown("timed", 5, 6));
    CASE(chown("nothing", 5, 6));
    CASE(chown("timed", -1, 7));
    CASE(stat("timed", &status));
    SHOW("%d %d", (int)status.st_uid, (int)status.st_gid);
    CASE(fchown(99, 0, 0));
    CASE(umask(027));
    CASE(close(CASE(open("masked", O_CREAT | O_WRONLY, 0777))));
    CASE(mkdir("maskeddir", 0777));
    show_file("masked");
    show_file("maskeddir");
    CASE(umask(022));
    CASE(chmod("masked", 0604));
    show_file("masked");
    CASE(chmod("nothing", 0600));
    CASE(chmod("", 0600));
    CASE(access("masked", X_OK));
    CASE(access("masked", R_OK | W_OK));
    CASE(access("masked", 64));
    CASE(access("nothing", R_OK));
    CASE(access("masked/x", R_OK));
    CASE(access("", F_OK));
    CASE(fchmod(99, 0600));
    CASE(fchmod(open("masked", O_RDONLY), 0640));
    show_file("masked");
}

static void check_stdio(void)
{
    FILE *file = fopen("stdio", "w+");
    char line[64];

    SHOW("%d", file != NULL);
    SHOW("%d", fprintf(file, "line %d\nline %d\n", 1, 2));
    SHOW("%d %ld", fseek(file, 5, SEEK_SET), ftell(file));
    SHOW("%s", fgets(line, sizeof(line), file));
    SHOW("%c", ungetc('L', file));
    SHOW("%s", fgets(line, sizeof(line), file));
    SHOW("%d %d", fgetc(file), feof(file) != 0);
    SHOW("%d", fseek(file, -1, SEEK_SET));
    SHOW("%d %ld", fseek(file, 0, SEEK_END), ftell(file));
    SHOW("%d", fputs("more", file) >= 0);
    SHOW("%d", fflush(file));
    show_text("stdio");
    SHOW("%d", fclose(file));
    file = fopen("stdio", "a");
    SHOW("%d", fputc('!', file));
    file = freopen("stdio", "r", file);
    SHOW("%zu", fread(line, 1, 3, file));
    SHOW("%d", fclose(file));
    show_text("stdio");
    SHOW("%d", fopen("nothing", "r") != NULL);
    SHOW("%s", error_name(errno));
    SHOW("%d", fopen("dir/", "w") != NULL);
    SHOW("%s", error_name(errno));
    file = tmpfile();
    SHOW("%d %d", file != NULL, fputs("temporary", file) >= 0);
    rewind(file);
    SHOW("%s", fgets(line, sizeof(line), file));
    SHOW("%d", fclose(file));
    file = fdopen(99, "r");
    SHOW("%d %s", file != NULL, error_name(errno));
}

int main(void)
{
    memset(long_name, 'n', sizeof(long_name) - 1);
    memset(long_path, '/', sizeof(long_path) - 1);
    cases_begin_in_scratch();
    check_open();
    close_all();
    check_transfer();
    check_append();
    check_vectors();
    close_all();
    check_size();
    check_directories();
    check_current();
    close_all();
    check_real();
    check_listing();
    check_links();
    check_symbolic();
    check_rename();
    check_open_unlinked();
    close_all();
    check_duplicates();
    check_locks();
    check_many();
    close_all();
    check_modes();
    check_stdio();
    CASES_END();
    return 0;
}
