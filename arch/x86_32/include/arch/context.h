/*
 * What the CPU keeps for a thread, and switching it.
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
    uintptr_t stack_limit;      /* no function that looks begins with esp below it */
    uintptr_t tls;              /* base of its TLS segment, 0 for none */
    uintptr_t kernel_stack;     /* where ring 3 enters ring 1, 0 if it never runs there */
    uintptr_t ldt;              /* address of its LDT, 0 for none */
    unsigned int ldt_entries;
    pfn_t root;                 /* its root table, 0 for the kernel's */
    bool special;               /* one of these was ever set: a switch to it looks at them */
    union lazy_state lazy;     /* batch sections it has open */
};

/* Prepares a stack, top exclusive, for a thread that begins with function(argument). */
void context_init(struct arch_context *context, uintptr_t stack_top,
                  void *(*function)(void *), void *argument);

/* The FPU state that a context begins with, in its place for one that does not run. */
void context_fresh_fpu(struct arch_context *context);

/*
 * Says where the lowest page of a context's stack is: an overflow is seen
 * before it gets there. The running context's own, at boot.
 */
void context_watch_stack(struct arch_context *context, uintptr_t lowest);
void context_watch_boot_stack(struct arch_context *running);

/*
 * Leaves the running thread and goes on with the next; returns when the first
 * runs again. What Xen must be told goes out as one batch, or not at all.
 * Events masked.
 */
void context_switch(struct arch_context *from, struct arch_context *to);

/* Gives a thread that has not run its TLS block. */
static inline void context_set_tls(struct arch_context *context, uintptr_t base)
{
    context->tls = base;
    context->special = true;
}

/* Gives the running thread another kernel stack for ring 3's entries, now. Returns the old one. */
uintptr_t context_set_kernel_stack(struct arch_context *running, uintptr_t stack);

/* The one it has, 0 for none; and that one given back: with 0 it no longer runs in ring 3. */
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

/* Makes thread-local variables the running thread's again, after an entry from ring 3. */
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
 * Gives the running thread a root table of its own: the pfn of an L3 table
 * that Xen accepts and that maps what pagetable_root() maps, as far as the
 * thread and what interrupts it use it. 0 goes back to the kernel's. The
 * kernel's later L1 tables appear in its own root alone: tables that a thread
 * with another root shall use exist before. 0 or a negative errno; nothing has
 * changed then.
 */
int context_set_root(struct arch_context *running, pfn_t root);

/*
 * Writes descriptor number index of the running thread's own LDT, which is made
 * when it is first needed. -EINVAL, -ENOMEM. context_end() drops and frees it:
 * the last that a thread does. Thread context.
 */
int context_set_descriptor(struct arch_context *running, unsigned int index, uint64_t descriptor);
void context_end(struct arch_context *running);

/* Room for a TLS block with its control word, and how to make one below end; its base comes back. */
size_t tls_block_size(void);
uintptr_t tls_block_init(uintptr_t end);

/*
 * Calls function(argument) on another stack, top exclusive; on this one, aligned as C
 * code expects it, if that is 0. In switch.S.
 */
void context_call_on(uintptr_t stack_top, void (*function)(void *), void *argument);

/* Where the stack is that a jmp_buf of the C library leads to. */
static inline uintptr_t context_jump_stack(const void *buffer)
{
    return ((const uintptr_t *)buffer)[7];      /* eax ebx ecx edx esi edi ebp esp eip */
}

/* Called on a new thread's stack; in kernel/thread.c. */
void __attribute__((noreturn)) thread_begin(void *(*function)(void *), void *argument);

#endif
