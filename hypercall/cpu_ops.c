/*
 * The privileged state of a vCPU: trap table, callbacks, kernel stack, FPU flag, GDT.
 *
 * On bare hardware these are instructions: lidt, lgdt, the stack in the TSS, clts.
 * In ring 1 each would fault, so Xen has a hypercall for each. It checks what it is
 * given: a selector or descriptor that would lead into Xen is refused or its
 * privilege changed.
 *
 * The rule: what every context switch does goes through the batch (stack, TS,
 * descriptors: one trap for all of them), and takes effect when the batch is sent.
 *
 * The answer is two forms. cpu_x() queues and panics if Xen refuses, for state that the
 * kernel built itself. cpu_try_x() sends the batch first and returns the error, for
 * what may not be there on this Xen or was asked for by a program.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <hypercall/cpu_ops.h>
#include <xen/callback.h>
#include "batch.h"
#include "raw.h"

#define GDT_PER_FRAME   512

static inline __attribute__((always_inline)) void
queue(unsigned int op, unsigned long a0, unsigned long a1, unsigned long a2,
                  unsigned long a3)
{
    bool unmask = batch_open();
    struct batch_slot slot = batch_reserve(0);

    slot.call->op = op;
    slot.call->args[0] = a0;
    slot.call->args[1] = a1;
    slot.call->args[2] = a2;
    slot.call->args[3] = a3;
    batch_close(unmask, LAZY_CPU);
}

void cpu_set_trap_table(const struct trap_info *table)
{
    queue(__HYPERVISOR_set_trap_table, (unsigned long)table, 0, 0, 0);
}

static struct callback_register cpu_callback_op(unsigned int type, uint16_t selector,
                                                uintptr_t address, unsigned int flags)
{
    return (struct callback_register){
        .type = type,
        .flags = flags,
        .address = arch_callback(selector, address),
    };
}

void cpu_register_callback(unsigned int type, uint16_t selector, uintptr_t address,
                           unsigned int flags)
{
    bool unmask = batch_open();
    struct batch_slot slot = batch_reserve(sizeof(struct callback_register));
    struct callback_register *arg = slot.args;

    *arg = cpu_callback_op(type, selector, address, flags);
    slot.call->op = __HYPERVISOR_callback_op;
    slot.call->args[0] = CALLBACKOP_register;
    slot.call->args[1] = (unsigned long)arg;
    batch_close(unmask, LAZY_CPU);
}

int cpu_try_register_callback(unsigned int type, uint16_t selector, uintptr_t address,
                              unsigned int flags)
{
    struct callback_register arg = cpu_callback_op(type, selector, address, flags);

    multicall_flush();
    return hypercall_errno(hypercall2(__HYPERVISOR_callback_op, CALLBACKOP_register,
                                      (unsigned long)&arg));
}

void cpu_stack_switch(uint16_t selector, uintptr_t stack)
{
    queue(__HYPERVISOR_stack_switch, selector, stack, 0, 0);
}

void cpu_fpu_taskswitch(bool set)
{
    queue(__HYPERVISOR_fpu_taskswitch, set, 0, 0, 0);
}

static unsigned int gdt_frames(unsigned int entries)
{
    return (entries + GDT_PER_FRAME - 1) / GDT_PER_FRAME;
}

void cpu_set_gdt(const mfn_t *frames, unsigned int entries)
{
    size_t bytes = gdt_frames(entries) * sizeof(unsigned long);
    bool unmask = batch_open();
    struct batch_slot slot = batch_reserve(bytes);

    memcpy(slot.args, frames, bytes);
    slot.call->op = __HYPERVISOR_set_gdt;
    slot.call->args[0] = (unsigned long)slot.args;
    slot.call->args[1] = entries;
    batch_close(unmask, LAZY_CPU);
}

int cpu_try_set_gdt(const mfn_t *frames, unsigned int entries)
{
    multicall_flush();
    return hypercall_errno(hypercall2(__HYPERVISOR_set_gdt, (unsigned long)frames, entries));
}

void cpu_update_descriptor(uint64_t maddr, uint64_t descriptor)
{
    queue(__HYPERVISOR_update_descriptor, low_word(maddr), high_word(maddr),
          low_word(descriptor), high_word(descriptor));
}

int cpu_try_update_descriptor(uint64_t maddr, uint64_t descriptor)
{
    multicall_flush();
    return hypercall_errno(hypercall4(__HYPERVISOR_update_descriptor, low_word(maddr),
                                      high_word(maddr), low_word(descriptor),
                                      high_word(descriptor)));
}
