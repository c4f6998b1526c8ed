/*
 * An operator's requests must reach a guest whose application does not know of
 * them, whether it is busy, waits for input or sleeps. Here main() waits for ever.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <domain/lifecycle.h>
#include <kernel/thread.h>
#include <ringlet.h>

static void tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    printf("told %s: occasion %u\n", (const char *)listener->data, occasion);
}

static void tell_application(enum ringlet_occasion occasion, void *data)
{
    printf("told %s: %s\n", (const char *)data, occasion == RINGLET_SHUTDOWN ? "shutdown" : "?");
}

int main(int argc, char **argv)
{
    static struct lifecycle_listener first = { .tell = tell, .data = "first" };
    static struct lifecycle_listener left = { .tell = tell, .data = "left" };
    static struct lifecycle_listener second = { .tell = tell, .data = "second" };

    (void)argc;
    (void)argv;
    lifecycle_listen(&first);
    lifecycle_listen(&left);
    lifecycle_listen(&second);
    ringlet_on_change(tell_application, "application");
    lifecycle_leave(&left);
    printf("ready\n");
    for (;;)
        thread_sleep(3600 * 1000000000ULL);
}
