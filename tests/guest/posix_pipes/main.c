/*
 * Pipes, poll, select and devices, call by call: the same program runs on the
 * host, and what it prints there is what it must print here (check-console).
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
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
    SHOW("%d", write(fds[1], buffer, 70000) > 60000);   /* Linux counts by pages */
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
    check_devices();
    CASES_END();
    return 0;
}
