/*
 * An NMI without a handler is a message from the machine, whatever it interrupts.
 * A kernel that takes it for a fault of the interrupted ring 3 code ends that code
 * and goes on, with NMIs masked for ever.
 *
 * An NMI sent while another is handled waits for an iret hypercall. Entering ring 3
 * is such an iret, so the second NMI comes there.
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
