/*
 * exit() calls the functions registered by atexit() and the like, then the destructors
 * of the image (__attribute__((destructor))). newlib's own has room for 32 functions,
 * and each static C++ object with a destructor takes one.
 */
/* SPDX-License-Identifier: MIT */
#include <reent.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <domain/lifecycle.h>
#include <kernel/mutex.h>

enum kind { AT_EXIT, ON_EXIT, CXA_AT_EXIT };    /* newlib's numbers */

struct ending {
    struct ending *before;
    enum kind kind;
    void (*function)(void);
    void *argument;
};

extern void (*const fini_array_start[])(void), (*const fini_array_end[])(void);

static struct mutex guard;
static struct ending *last;             /* protected by guard */

/* newlib's atexit(), on_exit() and __cxa_atexit() all call this. */
int __register_exitproc(int kind, void (*function)(void), void *argument, void *of_file);

int __register_exitproc(int kind, void (*function)(void), void *argument, void *of_file)
{
    struct ending *ending = malloc(sizeof(*ending));

    (void)of_file;                      /* there is only one */
    if (!ending)
        return -1;
    mutex_lock(&guard);
    *ending = (struct ending){ last, (enum kind)kind, function, argument };
    last = ending;
    mutex_unlock(&guard);
    return 0;
}

static void exit_call(const struct ending *ending, int status)
{
    if (ending->kind == AT_EXIT)
        ending->function();
    else if (ending->kind == ON_EXIT)
        ((void (*)(int, void *))ending->function)(status, ending->argument);
    else
        ((void (*)(void *))ending->function)(ending->argument);
}

/* Taken off the list before it is called, as it may register more or call exit() itself. */
static struct ending *exit_take_last(void)
{
    struct ending *ending;

    mutex_lock(&guard);
    ending = last;
    if (ending)
        last = ending->before;
    mutex_unlock(&guard);
    return ending;
}

void exit(int status)
{
    void (*const *destructor)(void) = fini_array_end;
    struct ending *ending;

    while ((ending = exit_take_last()))
        exit_call(ending, status);
    while (destructor-- > fini_array_start)
        (*destructor)();
    if (_GLOBAL_REENT->__cleanup)
        _GLOBAL_REENT->__cleanup(_GLOBAL_REENT);
    _exit(status);
}

void _exit(int status)
{
    lifecycle_exit(status);
}
