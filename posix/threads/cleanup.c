/*
 * Cleanup handlers: what a thread that ends early still has to do. The records lie on its stack.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include "cleanup.h"

static __thread struct _pthread_cleanup_context *latest;

void _pthread_cleanup_push(struct _pthread_cleanup_context *context, void (*routine)(void *),
                           void *argument)
{
    context->_routine = routine;
    context->_arg = argument;
    context->_previous = latest;
    latest = context;
}

void _pthread_cleanup_pop(struct _pthread_cleanup_context *context, int execute)
{
    latest = context->_previous;
    if (execute)
        context->_routine(context->_arg);
}

void run_cleanups(void)
{
    while (latest)
        _pthread_cleanup_pop(latest, 1);
}
