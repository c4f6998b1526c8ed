/*
 * The application: its arguments, constructors, main() and exit.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <arch/setup.h>
#include <kernel/panic.h>
#include <kernel/thread.h>
#include <lib/cmdline.h>
#include "application.h"

#define ARGUMENTS_MAX 64

extern int main(int argc, char **argv);
extern const char application_name[];   /* made by the build */
extern void (*const init_array_start[])(void), (*const init_array_end[])(void);

/* An application may define it, before main's thread is made. */
extern const size_t application_stack_size __attribute__((weak));
#define DEFAULT_STACK 32768

static char text[MAX_GUEST_CMDLINE];
static char *arguments[1 + ARGUMENTS_MAX + 1];

static int split_arguments(void)
{
    int count;

    memcpy(text, arch_start_info()->cmd_line, sizeof(text));
    text[sizeof(text) - 1] = '\0';
    arguments[0] = (char *)application_name;
    count = cmdline_split(text, arguments + 1, ARGUMENTS_MAX);
    if (count < 0)
        panic("command line: %s", cmdline_error(count));
    return 1 + count;
}

static void *run(void *unused)
{
    void (*const *constructor)(void);
    int count = split_arguments();

    (void)unused;
    for (constructor = init_array_start; constructor < init_array_end; constructor++)
        (*constructor)();
    exit(main(count, arguments));
}

void application_start(void)
{
    size_t stack = &application_stack_size ? application_stack_size : DEFAULT_STACK;

    struct thread *thread =
        thread_create("main", run, NULL, stack, THREAD_PRIORITY_DEFAULT);

    if (!thread)
        panic("no memory for the stack of main, %lu KiB", (unsigned long)stack >> 10);
    thread_use_global_reent(thread);
}
