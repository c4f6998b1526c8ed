/*
 * Ring 3: running code that is not trusted.
 *
 * The code runs on user pages (usermode_alloc()) with a stack of its own, and cannot
 * reach any other page. It calls the kernel by system calls, a number and five
 * arguments (<arch/usermode.h> says where they are); number 0 ends it, with the first
 * argument as its result. A mistake of the code ends the code, and nothing else.
 *
 * Thread context. One thread may run many, one after the other or, from a
 * system call, one inside the other; each thread may run its own.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_USERMODE_H
#define KERNEL_USERMODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define USERMODE_EXIT 0

struct usermode_call {
    uint32_t number;
    uint32_t arguments[5];
};

struct usermode {
    /* Set by the caller. */
    uintptr_t entry;            /* on an executable user page */
    uintptr_t stack_top;        /* of a writable user page or more, exclusive */
    uint32_t argument;          /* arrives where a system call's answer does */
    uint64_t time_limit;        /* ns in all, runs from its system calls included; 0: none */
    /*
     * Answers system calls, number 0 excepted; NULL: every number is -ENOSYS. It may end the
     * thread, or leave by longjmp().
     */
    uint32_t (*call)(struct usermode *user, const struct usermode_call *call);
    void *data;                 /* for call */

    /* Set when the code has ended. */
    uint32_t result;            /* its own, after exit */
    unsigned int vector;        /* the exception that ended it */
    uint32_t error_code;
    uintptr_t instruction;      /* where that was */
    uintptr_t fault_address;    /* of a page fault */
};

/*
 * Runs the code until it ends. 0: it exited, see result. -EFAULT: an exception ended
 * it, see vector. -ETIMEDOUT: its time was up, or that of a run around it. -EINVAL: entry
 * or stack is not on user pages.
 */
int usermode_run(struct usermode *user);

/*
 * The thread is about to jump to a place of its stack: the runs that lie below it are over, their
 * time limits with them. longjmp() and siglongjmp() call it.
 */
void usermode_jump_to(uintptr_t stack);

/* Pages of zeros that ring 3 may read and write; NULL without memory. */
void *usermode_alloc(size_t pages);

/*
 * Makes user pages read-only or writable, executable or not; never writable and
 * executable (-EINVAL). -EFAULT, with nothing changed, if one is no user page.
 */
int usermode_protect(void *start, size_t pages, bool writable, bool executable);

/* Panics if they are not from usermode_alloc(). */
void usermode_free(void *start, size_t pages);

#endif
