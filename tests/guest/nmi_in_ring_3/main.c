/*
 * An NMI that nobody handles is a message from the machine, whatever it
 * interrupts. A kernel that takes it for a mistake of the ring 3 code it came
 * in ends that code and goes on, with NMIs masked for ever.
 *
 * One that is sent while another is handled waits for Xen's iret, and the iret
 * that enters ring 3 is one: so it comes there.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/pagetable.h>
#include <arch/traps.h>
#include <hypercall/vcpu.h>
#include <kernel/usermode.h>
#include <verdict.h>

extern const char spin[], spin_end[];
__asm__(".pushsection .rodata\nspin: jmp spin\nspin_end:\n.popsection");

static char *code, *stack;

static bool enter_ring_3(struct trap_frame *frame)
{
    struct usermode user = { .entry = (uintptr_t)code, .stack_top = (uintptr_t)stack + PAGE_SIZE };

    if (trap_from_user(frame))
        return false;
    CHECK_EQUAL(vcpu_send_nmi(0), 0);
    CHECK_EQUAL(usermode_run(&user), 0);
    return true;
}

void test(void)
{
    code = usermode_alloc(1);
    stack = usermode_alloc(1);
    memcpy(code, spin, spin_end - spin);
    usermode_protect(code, 1, false, true);
    trap_set_handler(TRAP_NMI, enter_ring_3);
    vcpu_send_nmi(0);
}
