/*
 * A program that handles SIGTERM but does not end: after ten seconds the shutdown
 * proceeds without it.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void terminate(int signal)
{
    printf("signal %d\n", signal);
}

int main(void)
{
    signal(SIGTERM, terminate);
    printf("ready\n");
    for (;;)
        pause();
}
