/*
 * xl shutdown is SIGTERM to a program that handles it: the program ends, with its own status.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int ended;

static void terminate(int signal)
{
    printf("signal %d\n", signal);
    ended = 1;
}

int main(void)
{
    signal(SIGTERM, terminate);
    printf("ready\n");
    while (!ended)
        pause();
    printf("ends by itself\n");
    return 7;
}
