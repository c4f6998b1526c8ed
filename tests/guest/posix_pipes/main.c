/*
 * Pipes, with a name and without, poll, select and devices, call by call. The same program
 * runs on the host, and must print the same there and here (check-console).
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../posix_cases.h"

static char buffer[70000];
static int fds[2];

static void set_nonblocking(int fd, int on)
{
    CASE(fcntl(fd, F_SETFL, on ? O_NONBLOCK : 0));
}

static void show_poll(int fd, int events)
{
    struct pollfd one = { .fd = fd, .events = events };

    CASE(poll(&one, 1, 0));
    SHOW("%s%s%s%s%s", one.revents & POLLIN ? " in" : "", one.revents & POLLOUT ? " out" : "",
         one.revents & POLLERR ? " error" : "", one.revents & POLLHUP ? " hang-up" : "",
         one.revents & POLLNVAL ? " invalid" : "");
}

static void check_pipe(void)
{
    struct stat status;

    CASE(pipe(fds));
    SHOW("%d %d", fds[0], fds[1]);
    CASE(write(fds[1], "hello", 5));
    CASE(read(fds[0], buffer, 3));
    CASE(read(fds[0], buffer, 100));
    CASE(write(fds[0], "x", 1));
    CASE(read(fds[1], buffer, 1));
    CASE(lseek(fds[0], 0, SEEK_SET));
    CASE(pread(fds[0], buffer, 1, 0));
    CASE(pwrite(fds[1], buffer, 1, 0));
    CASE(ftruncate(fds[1], 0));
    CASE(fsync(fds[1]));
    CASE(isatty(fds[0]));
    CASE(fstat(fds[0], &status));
    SHOW("fifo %d size %ld", S_ISFIFO(status.st_mode) != 0, (long)status.st_size);
    CASE(read(fds[0], buffer, 0));
    CASE(write(fds[1], buffer, 0));
    set_nonblocking(fds[0], 1);
    CASE(read(fds[0], buffer, 1));
    set_nonblocking(fds[1], 1);
    CASE(write(fds[1], buffer, 70000));
    CASE(write(fds[1], buffer, 1));
    CASE(read(fds[0], buffer, 4095));
    CASE(read(fds[0], buffer, 1));
    CASE(write(fds[1], buffer, 4096));
    CASE(write(fds[1], buffer, 4096));
    CASE(read(fds[0], buffer, 70000));
    CASE(close(fds[1]));
    CASE(read(fds[0], buffer, 1));
    CASE(read(fds[0], buffer, 1));
    CASE(close(fds[0]));
    CASE(pipe(fds));
    CASE(close(fds[0]));
    signal(SIGPIPE, SIG_IGN);
    CASE(write(fds[1], "x", 1));
    CASE(close(fds[1]));
}

static void check_poll(void)
{
    struct pollfd two[2];
    int file = CASE(open("file", O_CREAT | O_RDWR, 0600));

    CASE(pipe(fds));
    show_poll(fds[0], POLLIN);
    show_poll(fds[1], POLLOUT);
    show_poll(fds[0], POLLOUT);
    show_poll(fds[1], POLLIN);
    show_poll(file, POLLIN | POLLOUT);
    show_poll(99, POLLIN);
    show_poll(-1, POLLIN);
    CASE(write(fds[1], "x", 1));
    show_poll(fds[0], POLLIN | POLLOUT);
    show_poll(fds[0], 0);
    set_nonblocking(fds[1], 1);
    SHOW("%d", write(fds[1], buffer, 70000) > 60000);   /* Linux counts in pages, so the number differs */
    show_poll(fds[1], POLLOUT);
    two[0] = (struct pollfd){ fds[0], POLLIN, 0 };
    two[1] = (struct pollfd){ file, POLLOUT, 0 };
    CASE(poll(two, 2, -1));
    CASE(poll(two, 0, 0));
    CASE(poll(two, 0, 10));
    CASE(close(fds[1]));
    show_poll(fds[0], POLLIN);
    SHOW("%d", read(fds[0], buffer, 70000) > 60000);
    show_poll(fds[0], POLLIN);
    show_poll(fds[0], 0);
    CASE(close(fds[0]));
    CASE(pipe(fds));
    CASE(close(fds[0]));
    show_poll(fds[1], POLLOUT);
    CASE(close(fds[1]));
    CASE(close(file));
}

static void check_select(void)
{
    struct timeval none = { 0, 0 }, bad = { -1, 0 };
    fd_set in, out;

    CASE(pipe(fds));
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(fds[0], &in);
    FD_SET(fds[1], &out);
    CASE(select(fds[1] + 1, &in, &out, NULL, &none));
    SHOW("%d %d", FD_ISSET(fds[0], &in) != 0, FD_ISSET(fds[1], &out) != 0);
    CASE(write(fds[1], "x", 1));
    FD_SET(fds[0], &in);
    CASE(select(fds[1] + 1, &in, &out, NULL, NULL));
    SHOW("%d %d", FD_ISSET(fds[0], &in) != 0, FD_ISSET(fds[1], &out) != 0);
    CASE(select(fds[0], &in, NULL, NULL, &none));
    CASE(select(-1, NULL, NULL, NULL, &none));
    CASE(select(0, NULL, NULL, NULL, &none));
    CASE(select(0, NULL, NULL, NULL, &bad));
    FD_SET(50, &in);
    CASE(select(51, &in, NULL, NULL, &none));
    CASE(close(fds[0]));
    CASE(close(fds[1]));
}

/* --- pipes with a name ------------------------------------------------------------------- */

static void check_fifo_names(void)
{
    struct stat status;
    DIR *directory;
    struct dirent *entry;

    CASE(mkfifo("fifo", 0666));
    CASE(mkfifo("fifo", 0666));
    CASE(mkfifo("", 0666));
    CASE(mkfifo(".", 0666));
    CASE(mkfifo("slash/", 0666));
    CASE(mkfifo("nothing/x", 0666));
    CASE(mkfifo("fifo/x", 0666));
    CASE(mkfifo("/dev/null", 0666));
    CASE(mkfifoat(99, "x", 0666));
    CASE(lstat("fifo", &status));
    SHOW("mode %o links %d size %ld", (int)status.st_mode, (int)status.st_nlink, (long)status.st_size);
    CASE(chmod("fifo", 0640));
    CASE(access("fifo", R_OK | W_OK));
    CASE(access("fifo", X_OK));
    CASE(truncate("fifo", 0));
    CASE(link("fifo", "also"));
    CASE(rename("also", "other"));
    CASE(lstat("other", &status));
    SHOW("mode %o links %d", (int)status.st_mode, (int)status.st_nlink);
    directory = opendir(".");
    while ((entry = readdir(directory)))
        if (!strcmp(entry->d_name, "other"))
            SHOW("kind %d", entry->d_type);
    CASE(closedir(directory));
    CASE(mknodat(AT_FDCWD, "node", S_IFIFO | 0600, 0));
    CASE(mknodat(AT_FDCWD, "node", S_IFIFO | 0600, 0));
    CASE(stat("node", &status));
    SHOW("mode %o", (int)status.st_mode);
    CASE(unlink("node"));
    CASE(mknodat(AT_FDCWD, "node", S_IFREG | 0600, 0));
    CASE(stat("node", &status));
    SHOW("mode %o", (int)status.st_mode);
    CASE(unlink("node"));
    CASE(mknodat(AT_FDCWD, "node", S_IFDIR | 0600, 0));
    CASE(mknodat(AT_FDCWD, "node", S_IFLNK | 0600, 0));
}

static void check_fifo_opened(void)
{
    struct stat status, other;
    int in, out, both;

    CASE(open("fifo", O_WRONLY | O_NONBLOCK));
    CASE(open("fifo", O_WRONLY | O_NONBLOCK));
    CASE(open("fifo", O_RDONLY | O_DIRECTORY));
    CASE(open("fifo", O_RDWR | O_CREAT | O_EXCL, 0600));
    CASE(open("fifo/", O_RDONLY | O_NONBLOCK));
    in = CASE(open("fifo", O_RDONLY | O_NONBLOCK));
    CASE(read(in, buffer, 10));
    show_poll(in, POLLIN | POLLOUT);
    out = CASE(open("other", O_WRONLY | O_NONBLOCK | O_CREAT | O_TRUNC, 0600));
    CASE(read(in, buffer, 10));
    CASE(write(in, "x", 1));
    CASE(read(out, buffer, 1));
    CASE(write(out, "hello", 5));
    show_poll(in, POLLIN | POLLOUT);
    show_poll(out, POLLIN | POLLOUT);
    CASE(read(in, buffer, 3));
    CASE(lseek(in, 0, SEEK_SET));
    CASE(pread(in, buffer, 1, 0));
    CASE(ftruncate(out, 0));
    CASE(fsync(out));
    CASE(isatty(in));
    CASE(fstat(in, &status));
    CASE(stat("fifo", &other));
    SHOW("mode %o size %ld, same %d", (int)status.st_mode, (long)status.st_size,
         status.st_ino == other.st_ino && status.st_dev == other.st_dev);
    CASE(close(out));
    show_poll(in, POLLIN);
    CASE(read(in, buffer, 10));
    CASE(read(in, buffer, 10));
    show_poll(in, POLLIN);
    out = CASE(open("fifo", O_WRONLY));
    show_poll(in, POLLIN);
    CASE(read(in, buffer, 10));
    CASE(write(out, "lost", 4));
    CASE(close(out));
    CASE(close(in));
    in = CASE(open("fifo", O_RDONLY | O_NONBLOCK));
    CASE(read(in, buffer, 10));
    CASE(close(in));
    both = CASE(open("fifo", O_RDWR));
    CASE(write(both, "both ways", 9));
    show_poll(both, POLLIN | POLLOUT);
    CASE(read(both, buffer, 20));
    show_poll(both, POLLIN | POLLOUT);
    out = CASE(open("fifo", O_WRONLY));
    CASE(close(both));
    CASE(write(out, "x", 1));
    show_poll(out, POLLOUT);
    CASE(open("fifo", O_WRONLY | O_NONBLOCK));
    CASE(close(out));
    both = CASE(open("fifo", O_RDWR));          /* the reader below finds a writer already there */
    in = CASE(open("fifo", O_RDONLY));
    CASE(close(both));
    show_poll(in, POLLIN);
    CASE(close(in));
}

static void check_fifo_unlinked(void)
{
    int in = CASE(open("fifo", O_RDONLY | O_NONBLOCK)), out = CASE(open("fifo", O_WRONLY));
    struct stat status;

    CASE(unlink("fifo"));
    CASE(unlink("other"));
    CASE(open("fifo", O_RDONLY));
    CASE(fstat(out, &status));
    SHOW("links %d", (int)status.st_nlink);
    CASE(write(out, "still", 5));
    CASE(mkfifo("fifo", 0600));
    CASE(open("fifo", O_WRONLY | O_NONBLOCK));
    CASE(read(in, buffer, 10));
    SHOW("%.5s", buffer);
    CASE(close(in));
    CASE(close(out));
}

static void *write_fifo(void *unused)
{
    int fd = open("fifo", O_WRONLY);

    write(fd, "from a thread", 13);
    close(fd);
    return unused;
}

static void *read_fifo(void *result)
{
    int fd = open("fifo", O_RDONLY);

    *(long *)result = read(fd, buffer, 100);
    close(fd);
    return NULL;
}

/* Each end waits for the other, whichever is opened first. */
static void check_fifo_waits(void)
{
    pthread_t thread;
    long result;
    int fd, i;

    for (i = 0; i < 3; i++) {
        pthread_create(&thread, NULL, write_fifo, NULL);
        fd = open("fifo", O_RDONLY);        /* its number depends on which end is opened first */
        SHOW("%ld %ld", (long)read(fd, buffer, 100), (long)read(fd, buffer + 100, 100));
        SHOW("%d", close(fd));
        pthread_join(thread, NULL);
        pthread_create(&thread, NULL, read_fifo, &result);
        usleep(i * 20000);
        fd = open("fifo", O_WRONLY);
        SHOW("%ld", (long)write(fd, "to a thread", 11));
        SHOW("%d", close(fd));
        pthread_join(thread, NULL);
        SHOW("%ld", result);
    }
    CASE(unlink("fifo"));
}

static void check_devices(void)
{
    struct stat status;
    int fd = CASE(open("/dev/null", O_RDWR));

    CASE(write(fd, "x", 1));
    CASE(read(fd, buffer, 10));
    CASE(lseek(fd, 100, SEEK_SET));
    CASE(pread(fd, buffer, 10, 100));
    CASE(isatty(fd));
    CASE(fstat(fd, &status));
    SHOW("device %d, %x", S_ISCHR(status.st_mode) != 0, (int)status.st_rdev);
    show_poll(fd, POLLIN | POLLOUT);
    CASE(ftruncate(fd, 0));
    CASE(close(fd));
    fd = CASE(open("/dev/zero", O_RDWR));
    buffer[5] = 'x';
    CASE(read(fd, buffer, 10));
    SHOW("%d", buffer[5]);
    CASE(write(fd, buffer, 10));
    CASE(close(fd));
    fd = CASE(open("/dev/full", O_RDWR));
    CASE(write(fd, "x", 1));
    CASE(write(fd, "x", 0));
    CASE(read(fd, buffer, 3));
    CASE(close(fd));
    CASE(open("/dev/null", O_RDONLY | O_DIRECTORY));
    CASE(open("/dev/null/x", O_RDONLY));
    CASE(close(CASE(open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666))));
    CASE(open("/dev/null", O_WRONLY | O_CREAT | O_EXCL, 0666));
    CASE(access("/dev/null", R_OK | W_OK));
    CASE(access("/dev/null", X_OK));
    CASE(open("/dev/nothing", O_RDONLY));
}

int main(void)
{
#ifndef HOST
    if (chdir("/tmp"))
        printf("no /tmp\n");
#endif
    check_pipe();
    check_poll();
    check_select();
    check_fifo_names();
    check_fifo_opened();
    check_fifo_unlinked();
    check_fifo_waits();
    check_devices();
    CASES_END();
    return 0;
}
