/*
 * A program that writes to a pipe without a reader and does not handle SIGPIPE ends
 * there, with the status that a shell shows for it.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int fds[2];

    printf("test signal_pipe\n");
    if (pipe(fds) || close(fds[0]))
        return 1;
    write(fds[1], "x", 1);
    printf("it goes on\n");
    return 2;
}
