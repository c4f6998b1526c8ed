/*
 * xl reboot is SIGTERM too, here for a thread that waits for it while main() computes.
 * The program ends by exit(), and the domain reboots as requested.
 */
/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void *wait_for_term(void *mask)
{
    int signal = 0;

    printf("ready\n");
    sigwait(mask, &signal);
    printf("signal %d\n", signal);
    exit(3);
}

int main(void)
{
    pthread_t thread;
    sigset_t mask;

    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    pthread_create(&thread, NULL, wait_for_term, &mask);
    for (;;)
        ;
}
