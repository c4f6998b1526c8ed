/*
 * The running thread and its name, as far as a crash report needs them.
 */
/* SPDX-License-Identifier: MIT */
#include "thread_private.h"

PER_CPU struct thread *current_thread;

struct thread *thread_current(void)
{
    return running_thread();
}

const char *thread_name(const struct thread *thread)
{
    return thread ? thread->name : "none";
}
