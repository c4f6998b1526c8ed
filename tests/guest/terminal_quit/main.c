/*
 * A program that computes, reads nothing and handles no signal, on a terminal whose keys
 * are signals: control-\ ends it with a crash.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
    struct termios settings;

    if (tcgetattr(STDIN_FILENO, &settings))
        return 1;
    settings.c_lflag |= ISIG;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &settings))
        return 2;
    printf("ready\n");
    fflush(stdout);
    for (;;)
        ;
}
