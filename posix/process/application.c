/*
 * The application: its arguments, constructors, main() and exit.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arch/setup.h>
#include <diag/panic.h>
#include <kernel/thread.h>
#include <lib/cmdline.h>
#include <posix/application.h>
#include <posix/entropy.h>
#include <posix/process.h>

#define ARGUMENTS_MAX 64

extern int main(int argc, char **argv);
extern const char application_name[];   /* made by the build */
extern void (*const init_array_start[])(void), (*const init_array_end[])(void);

/* An application may define it, before main's thread is made. */
extern const size_t application_stack_size __attribute__((weak));
#define DEFAULT_STACK 32768

static char text[MAX_GUEST_CMDLINE];
static char *arguments[1 + ARGUMENTS_MAX + 1];
static char *environment[ARGUMENTS_MAX + 1];

static void take_option(const char *option)
{
    static const char seed[] = "seed=";

    if (strncmp(option, seed, sizeof(seed) - 1))
        panic("command line: ringlet.%s: there is only ringlet.seed=HEX", option);
    if (random_seed(option + sizeof(seed) - 1))
        panic("command line: ringlet.%s: not %d to %d hex digits, an even number", option,
              2 * RANDOM_SEED_MIN, 2 * RANDOM_SEED_MAX);
}

/* Takes out ringlet.NAME=VALUE, which is for the kernel. Returns how many words are left for main(). */
static int take_options(char **words)
{
    static const char prefix[] = "ringlet.";
    char **kept = words, **word;

    for (word = words; *word; word++)
        if (!strncmp(*word, prefix, sizeof(prefix) - 1))
            take_option(*word + sizeof(prefix) - 1);
        else
            *kept++ = *word;
    *kept = NULL;
    return (int)(kept - words);
}

/* Xen cuts a command line that is longer than its copy, so a full copy may have lost its end. */
static void copy_line(void)
{
    memcpy(text, arch_start_info()->cmd_line, sizeof(text));
    text[sizeof(text) - 1] = '\0';
    if (strlen(text) == sizeof(text) - 1)
        panic("command line: %u bytes or more, Xen cuts it there", (unsigned int)sizeof(text) - 1);
}

/* argv without argv[0]; the words that set the environment are taken out. */
static char **split_arguments(int *count)
{
    int words, variables;

    copy_line();
    words = cmdline_split(text, arguments + 1, ARGUMENTS_MAX);
    if (words < 0)
        panic("command line: %s, at '%s'", cmdline_error(words), arguments[1]);
    words = take_options(arguments + 1);
    variables = cmdline_environment(arguments + 1, environment);
    if (variables < 0)
        panic("command line: '%s': after env: must come NAME=VALUE", environment[0]);
    if (variables)
        environ = environment;
    arguments[variables] = (char *)application_name;
    *count = 1 + words - variables;
    return arguments + variables;
}

size_t application_stack(void)
{
    return &application_stack_size ? application_stack_size : DEFAULT_STACK;
}

static void *application_run(void *unused)
{
    void (*const *constructor)(void);
    int count;
    char **given = split_arguments(&count);

    (void)unused;
    for (constructor = init_array_start; constructor < init_array_end; constructor++)
        (*constructor)();
    exit(main(count, given));
}

void application_start(void)
{
    size_t stack = application_stack();
    struct thread *thread =
        thread_create("main", application_run, NULL, stack, THREAD_PRIORITY_DEFAULT);

    if (!thread)
        panic("no memory for the stack of main, %lu KiB", (unsigned long)stack >> 10);
    thread_use_global_reent(thread);
}
