/*
 * A thread's CPU state, and the switch between threads.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_CONTEXT_H
#define ARCH_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/segments.h>
#include <arch/types.h>
#include <hypercall/multicall.h>

#define FPU_STATE_SIZE 512      /* what fxsave writes */

/* The x87, MMX and SSE registers, control words and pending exceptions. */
struct fpu_state {
    uint8_t image[FPU_STATE_SIZE] __attribute__((aligned(16)));
};

static inline void fpu_save(struct fpu_state *state)
{
    __asm__ volatile("fxsave %0" : "=m"(*state));
}

static inline void fpu_load(const struct fpu_state *state)
{
    __asm__ volatile("fxrstor %0" : : "m"(*state));
}

/* The first member is the FPU state while it does not run: usermode_jump relies on that. */
struct arch_context {
    uint8_t fpu[FPU_STATE_SIZE] __attribute__((aligned(16)));
    void *stack;                /* esp while it does not run */
    uintptr_t stack_limit;      /* no checking function may begin with esp below it */
    uintptr_t tls;              /* base of its TLS segment, 0 for none */
    uintptr_t kernel_stack;     /* where ring 3 enters ring 1, 0 if it never runs there */
    uintptr_t ldt;              /* address of its LDT, 0 for none */
    unsigned int ldt_entries;
    pfn_t root;                 /* its root table, 0 for the kernel's */
    bool special;               /* one of these was ever set, so a switch must look at them */
    union lazy_state lazy;     /* batch sections it has open */
};

/* Prepares a stack, top exclusive, for a thread that begins with function(argument). */
void context_init(struct arch_context *context, uintptr_t stack_top,
                  void *(*function)(void *), void *argument);

/* The FPU state that a context begins with, in its place for one that does not run. */
void context_fresh_fpu(struct arch_context *context);

/*
 * Tells where the lowest page of a context's stack is, so that an overflow is noticed
 * before it gets there. At boot, for the running context.
 */
void context_watch_stack(struct arch_context *context, uintptr_t lowest);
void context_watch_boot_stack(struct arch_context *running);

/*
 * Switches from the running thread to the next; returns when the first runs again. What
 * Xen must know is sent as one batch, or not at all. Events masked.
 */
void context_switch(struct arch_context *from, struct arch_context *to);

/* Gives a thread that has not run its TLS block. */
static inline void context_set_tls(struct arch_context *context, uintptr_t base)
{
    context->tls = base;
    context->special = true;
}

/* Gives the running thread another kernel stack for entries from ring 3, now. Returns the old one. */
uintptr_t context_set_kernel_stack(struct arch_context *running, uintptr_t stack);

/* The kernel stack it has, 0 for none; and setting it again: with 0 the thread leaves ring 3. */
static inline uintptr_t context_kernel_stack(const struct arch_context *context)
{
    return context->kernel_stack;
}

static inline void context_restore_kernel_stack(struct arch_context *running, uintptr_t stack)
{
    if (stack)
        context_set_kernel_stack(running, stack);
    else
        running->kernel_stack = 0;
}

/* Makes thread-local variables accessible again after an entry from ring 3. */
static inline void context_reload_tls(const struct arch_context *running)
{
    if (running->tls)
        segments_load_tls();
}

/*
 * Gives the running thread an LDT: entries descriptors at a page-aligned
 * address, on pages mapped read-only. 0, 0 drops it. 0 or a negative errno.
 */
int context_set_ldt(struct arch_context *running, uintptr_t ldt, unsigned int entries);

/*
 * Gives the running thread a root table of its own: the pfn of an L3 table that Xen
 * accepts, and that maps what pagetable_root() maps, as far as the thread and its
 * interrupts use it. 0 returns to the kernel's. L1 tables that the kernel makes later
 * appear in the kernel's root only, so those that the thread needs must exist before.
 * 0, or a negative errno with nothing changed.
 */
int context_set_root(struct arch_context *running, pfn_t root);

/*
 * Writes descriptor number index of the running thread's own LDT, which is made when it
 * is first needed. -EINVAL, -ENOMEM. context_end() drops and frees the LDT when a thread
 * ends. Thread context.
 */
int context_set_descriptor(struct arch_context *running, unsigned int index, uint64_t descriptor);
void context_end(struct arch_context *running);

/* Room for a TLS block with its control word; and making one below end, which returns its base. */
size_t tls_block_size(void);
uintptr_t tls_block_init(uintptr_t end);

/*
 * Calls function(argument) on another stack, top exclusive; on this one, aligned as C
 * code expects it, if that is 0. In switch.S.
 */
void context_call_on(uintptr_t stack_top, void (*function)(void *), void *argument);

/* The stack pointer in a jmp_buf of the C library. */
static inline uintptr_t context_jump_stack(const void *buffer)
{
    return ((const uintptr_t *)buffer)[7];      /* eax ebx ecx edx esi edi ebp esp eip */
}

/* Called on a new thread's stack; in kernel/thread.c. */
void __attribute__((noreturn)) thread_begin(void *(*function)(void *), void *argument);

#endif
