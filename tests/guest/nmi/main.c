/*
 * An NMI comes whatever the event mask says. While one is handled the next one
 * waits, until the iret hypercall tells Xen that the first is over. A kernel that
 * returns by a plain iret never sees a second NMI.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <arch/traps.h>
#include <hypercall/vcpu.h>
#include <verdict.h>

static unsigned int count, depth, deepest, to_send;
static bool was_masked;

static bool on_nmi(struct trap_frame *frame)
{
    CHECK_EQUAL(frame->vector, TRAP_NMI);
    depth++;
    count++;
    deepest = depth > deepest ? depth : deepest;
    was_masked = frame->masked;
    if (to_send) {
        to_send--;
        CHECK_EQUAL(vcpu_send_nmi(0), 0);       /* waits until we return */
    }
    depth--;
    return true;
}

static void send(unsigned int wanted)
{
    uint32_t flags_before, flags_after;

    __asm__ volatile("pushf\n popl %0" : "=r"(flags_before));
    CHECK_EQUAL(vcpu_send_nmi(0), 0);
    __asm__ volatile("pushf\n popl %0" : "=r"(flags_after));
    CHECK_EQUAL(flags_before & 0x700, flags_after & 0x700);
    CHECK_EQUAL(count, wanted);
}

void test(void)
{
    trap_handler old = trap_set_handler(TRAP_NMI, on_nmi);

    send(1);
    CHECK(!was_masked && !events_masked());
    send(2);
    to_send = 3;
    send(6);
    CHECK_EQUAL(deepest, 1);
    events_mask();
    send(7);
    CHECK(was_masked && events_masked());
    events_unmask();
    CHECK_EQUAL(vcpu_send_nmi(5), -2);          /* no such vCPU: ENOENT */
    trap_set_handler(TRAP_NMI, old);
}
