/*
 * The CPU state of threads.
 *
 * A switch tells Xen only what differs between the two threads: the kernel stack for
 * entries from ring 3, the TLS descriptor, the LDT, the root table. That is one batch;
 * where nothing differs, there is no hypercall.
 *
 * The FPU is switched eagerly, by two instructions. Lazily, by cr0.TS, each
 * switch would cost a hypercall (fpu_taskswitch) and each first use a trap:
 * about 800 instructions in Xen where `make bench` counts a null hypercall and
 * an exception. An event handler is compiled to use no FPU, so an upcall saves
 * only the four registers that copies use (entry.S).
 *
 * A TLS block, as the compiler expects it (variant II, local-exec):
 *
 *     block            base
 *     | .tdata | .tbss | base |        %gs:0 holds base itself,
 *                                      a variable lies at %gs:-n
 *
 * base is a multiple of what the variables are to be aligned to, and so is the
 * distance from block to base, as the linker counts both.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/context.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/segments.h>
#include <hypercall/cpu_ops.h>
#include <hypercall/mmu.h>
#include <mm/p2m.h>
#include "asm.h"

#define FPU_CONTROL_WORD 0      /* offsets in what fxsave writes */
#define FPU_MXCSR        24

extern const char tls_start[], tls_data_end[], tls_end[];
extern const char tls_align[];          /* its address is the number */

/* In switch.S; both arguments in registers, as the fast path of a switch is counted. */
void __attribute__((regparm(2))) switch_stacks(void **save, void *load);
void thread_entry(void);

/* The values last given to Xen. A root of 0 is the kernel's. */
static PER_CPU uintptr_t loaded_kernel_stack, loaded_ldt;
static PER_CPU pfn_t loaded_root;

void context_fresh_fpu(struct arch_context *context)
{
    memset(context->fpu, 0, sizeof(context->fpu));
    *(uint16_t *)(context->fpu + FPU_CONTROL_WORD) = X87_CONTROL_INIT;
    *(uint32_t *)(context->fpu + FPU_MXCSR) = MXCSR_INIT;
}

void context_init(struct arch_context *context, uintptr_t stack_top,
                  void *(*function)(void *), void *argument)
{
    /*
     * What switch_stacks() pops: edi, esi, ebx, ebp, return address. And a word above it, so that
     * thread_begin() finds the stack as a call leaves it: C code aligns by that.
     */
    uint32_t *stack = (uint32_t *)(stack_top & ~(uintptr_t)15) - 6;

    stack[0] = 0;
    stack[1] = (uint32_t)argument;
    stack[2] = (uint32_t)function;
    stack[3] = 0;
    stack[4] = (uint32_t)thread_entry;
    context->stack = stack;
    context_fresh_fpu(context);
}

/* Read by fentry.S. */
PER_CPU uintptr_t stack_limit;

void context_watch_stack(struct arch_context *context, uintptr_t lowest)
{
    context->stack_limit = lowest + STACK_MARGIN;
}

void context_watch_boot_stack(struct arch_context *running)
{
    extern char boot_stack[];

    context_watch_stack(running, (uintptr_t)boot_stack);
    this_cpu(stack_limit) = running->stack_limit;
}

static void load_kernel_stack(uintptr_t stack)
{
    this_cpu(loaded_kernel_stack) = stack;
    cpu_stack_switch(KERNEL_DS, stack);
}

static bool new_kernel_stack(const struct arch_context *to)
{
    return to->kernel_stack && to->kernel_stack != this_cpu(loaded_kernel_stack);
}

/* A thread without an LDT may run with another's, as it uses no selector in it. */
static bool new_ldt(const struct arch_context *to)
{
    return to->ldt && to->ldt != this_cpu(loaded_ldt);
}

/* It may not run with another's root table, which may map other things at the same addresses. */
static bool new_root(const struct arch_context *to)
{
    return to->root != this_cpu(loaded_root);
}

static mfn_t root_frame(pfn_t root)
{
    return root ? pfn_to_mfn(root) : pagetable_root();
}

static void tell_xen(struct arch_context *to)
{
    lazy_begin(LAZY_CPU);
    if (new_kernel_stack(to))
        load_kernel_stack(to->kernel_stack);
    if (new_ldt(to)) {
        this_cpu(loaded_ldt) = to->ldt;
        mmu_switch_ldt(to->ldt, to->ldt_entries);
    }
    if (new_root(to)) {
        this_cpu(loaded_root) = to->root;
        mmu_set_root(root_frame(to->root));
    }
    if (to->tls)
        segments_set_tls(to->tls);
    lazy_end(LAZY_CPU);
}

/* State that a plain kernel thread lacks; but it may follow a thread with a root of its own. */
static void load_special(struct arch_context *to)
{
    if (new_kernel_stack(to) || new_ldt(to) || new_root(to) || segments_tls_differs(to->tls))
        tell_xen(to);
    if (to->tls)
        segments_load_tls();
}

void context_switch(struct arch_context *from, struct arch_context *to)
{
    if (lazy_any())
        from->lazy = lazy_swap((union lazy_state){ .any = 0 });
    if (to->special | this_cpu(loaded_root))
        load_special(to);
    __asm__ volatile("fxsave %0" : "=m"(from->fpu));
    __asm__ volatile("fxrstor %0" : : "m"(to->fpu));
    this_cpu(stack_limit) = to->stack_limit;
    switch_stacks(&from->stack, to->stack);
    /* from runs again here. */
    if (from->lazy.any) {
        lazy_swap(from->lazy);
        from->lazy = (union lazy_state){ .any = 0 };
    }
}

uintptr_t context_set_kernel_stack(struct arch_context *running, uintptr_t stack)
{
    uintptr_t old = running->kernel_stack;
    bool unmask = events_save_mask();

    running->kernel_stack = stack;
    running->special = true;
    if (new_kernel_stack(running))
        load_kernel_stack(stack);
    events_restore(unmask);
    return old;
}

int context_set_ldt(struct arch_context *running, uintptr_t ldt, unsigned int entries)
{
    bool unmask = events_save_mask();
    int error = mmu_set_ldt(ldt, entries);

    if (!error) {
        running->ldt = this_cpu(loaded_ldt) = ldt;
        running->ldt_entries = entries;
        running->special = true;
    }
    events_restore(unmask);
    return error;
}

int context_set_root(struct arch_context *running, pfn_t root)
{
    bool unmask = events_save_mask();
    int error = mmu_try_set_root(root_frame(root));

    if (!error) {
        running->root = this_cpu(loaded_root) = root;
        running->special = true;
    }
    events_restore(unmask);
    return error;
}

size_t tls_block_size(void)
{
    size_t size = tls_end - tls_start;

    return size ? size + (uintptr_t)tls_align + sizeof(uintptr_t) : 0;
}

uintptr_t tls_block_init(uintptr_t end)
{
    size_t data = tls_data_end - tls_start, all = tls_end - tls_start;
    uintptr_t *base = (uintptr_t *)((end - sizeof(uintptr_t)) & -(uintptr_t)tls_align);
    char *block = (char *)base - all;

    memcpy(block, tls_start, data);
    memset(block + data, 0, all - data);
    *base = (uintptr_t)base;
    return (uintptr_t)base;
}
