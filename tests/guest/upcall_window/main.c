/*
 * An event that hits the few instructions between the unmask and the iret must
 * neither be lost nor pile up frames. A kernel without the repair works until events
 * come faster than it returns, and then its stack overflows.
 *
 * The return from an exception is single-stepped, and an event is made pending at
 * each of its instructions in turn. Each step returns through Xen's iret, which
 * delivers the event at that very instruction: if it came later, the step of the
 * next instruction would be seen first.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/irqflags.h>
#include <arch/segments.h>
#include <arch/traps.h>
#include <events/ports.h>
#include <verdict.h>

#define EFLAGS_TF       0x100
#define EFLAGS_STATUS   0x8d5           /* CF PF AF ZF SF OF */
#define INSTRUCTIONS    64
#define REPEATS         200

extern const char trap_return[], window_start[], window_end[], stepping_ends[];

static evtchn_port_t port;

/* Addresses of the instructions that the return path executed. */
static uintptr_t path[INSTRUCTIONS];
static unsigned int path_length;

static uintptr_t target;                /* where the event is to come; 0: none */
static bool sent, arrived;
static unsigned int steps_between, events, repeats_left;
static uintptr_t first_stack, last_stack;

static void step(void)
{
    __asm__ volatile("pushf\n orl %0, (%%esp)\n popf" : : "i"(EFLAGS_TF) : "memory", "cc");
}

static bool in_window(uintptr_t eip)
{
    return eip >= (uintptr_t)window_start && eip < (uintptr_t)window_end;
}

/* Begins to single-step the rest of this handler, and then the return. */
static bool on_ud2(struct trap_frame *frame)
{
    frame->eip += 2;
    step();
    return true;
}

static bool on_step(struct trap_frame *frame)
{
    if (sent && !arrived)
        steps_between++;
    if (!target && frame->eip >= (uintptr_t)trap_return && frame->eip < (uintptr_t)window_end &&
        path_length < INSTRUCTIONS)
        path[path_length++] = frame->eip;
    if (frame->eip == target && !sent) {
        sent = true;
        port_send(port);
    }
    if (frame->eip == (uintptr_t)stepping_ends)
        frame->eflags &= ~EFLAGS_TF;
    return true;
}

static void on_event(evtchn_port_t from, void *data)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);

    (void)from;
    (void)data;
    events++;
    arrived = true;
    if (!first_stack)
        first_stack = here;
    last_stack = here;
    if (repeats_left) {
        repeats_left--;
        sent = arrived = false;
        step();                         /* steps through the return from this event too */
    }
}

struct registers {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp_change, eflags, ds, es, fs;
};

/* Raises an exception with a known value in every register, and stores them all afterwards. */
static void __attribute__((noipa)) take_exception(struct registers *after)
{
    static uint32_t saved_ebp, saved_esp;

    __asm__ volatile("movl %%ebp, %[ebp]\n"
                     "movl %%esp, %[esp]\n"
                     "pushl %[after]\n"
                     "movl $0xe1, %%eax\n movl $0xe2, %%ebx\n movl $0xe3, %%ecx\n"
                     "movl $0xe4, %%edx\n movl $0xe5, %%esi\n movl $0xe6, %%edi\n"
                     "movl $0xe7, %%ebp\n"
                     "cmpl $0xe2, %%eax\n"              /* carry, sign */
                     "ud2\n"
                     ".globl stepping_ends\n"
                     "stepping_ends: nop\n"
                     "pushfl\n pushl %%eax\n"
                     "movl 8(%%esp), %%eax\n"           /* after */
                     "popl 0(%%eax)\n popl 32(%%eax)\n"
                     "movl %%ebx, 4(%%eax)\n movl %%ecx, 8(%%eax)\n movl %%edx, 12(%%eax)\n"
                     "movl %%esi, 16(%%eax)\n movl %%edi, 20(%%eax)\n movl %%ebp, 24(%%eax)\n"
                     "movw %%ds, 36(%%eax)\n movw %%es, 40(%%eax)\n movw %%fs, 44(%%eax)\n"
                     "addl $4, %%esp\n"
                     "movl %%esp, %%ecx\n subl %[esp], %%ecx\n movl %%ecx, 28(%%eax)\n"
                     "movl %[esp], %%esp\n"
                     "movl %[ebp], %%ebp\n"
                     : [ebp] "+m"(saved_ebp), [esp] "+m"(saved_esp)
                     : [after] "d"(after)
                     : "eax", "ebx", "ecx", "esi", "edi", "memory", "cc");
}

/* One exception with an event at the target, which must change nothing else. */
static void check_one(void)
{
    struct registers after;
    unsigned int before = events, repeats = repeats_left;

    sent = arrived = false;
    steps_between = 0;
    memset(&after, 0, sizeof(after));
    take_exception(&after);
    CHECK(!events_masked());
    CHECK_EQUAL(after.eax, 0xe1);
    CHECK_EQUAL(after.ebx, 0xe2);
    CHECK_EQUAL(after.ecx, 0xe3);
    CHECK_EQUAL(after.edx, 0xe4);
    CHECK_EQUAL(after.esi, 0xe5);
    CHECK_EQUAL(after.edi, 0xe6);
    CHECK_EQUAL(after.ebp, 0xe7);
    CHECK_EQUAL(after.esp_change, 0);
    CHECK_EQUAL(after.eflags & (EFLAGS_STATUS | EFLAGS_TF), 0x95);  /* CF PF AF SF */
    CHECK_EQUAL(after.ds, KERNEL_DS);
    CHECK_EQUAL(after.es, KERNEL_DS);
    CHECK_EQUAL(after.fs, PER_CPU_SEL);
    CHECK_EQUAL(events - before, target ? 1 + repeats : 0);
    if (target && in_window(target))
        CHECK_EQUAL(steps_between, 0);
}

static void check_every_instruction(void)
{
    unsigned int i, in = 0;

    target = 0;
    check_one();
    CHECK(path_length > 10 && path_length < INSTRUCTIONS);
    for (i = 0; i < path_length; i++) {
        target = path[i];
        in += in_window(target);
        check_one();
    }
    printf("events at %u instructions of the return, %u of them in the window\n", path_length, in);
    CHECK_EQUAL(in, 3);                 /* cmpb, jne, iret */
}

/* Repeated events in the window: each frame must take the place of the one before. */
static void check_stack(void)
{
    unsigned int i;

    for (i = 0; i < path_length; i++) {
        if (!in_window(path[i]))
            continue;
        target = path[i];
        repeats_left = REPEATS;
        first_stack = 0;
        check_one();
        CHECK_EQUAL(last_stack, first_stack);
    }
}

/* The console daemon may read our output meanwhile; its event would disturb the count. */
static void keep_others_out(bool out)
{
    evtchn_port_t other;

    for (other = 1; other < EVENT_PORTS; other++) {
        if (other == port)
            continue;
        if (out)
            port_mask(other);
        else
            port_unmask(other);
    }
}

void test(void)
{
    trap_handler ud2 = trap_set_handler(TRAP_INVALID_OPCODE, on_ud2);
    trap_handler debug = trap_set_handler(TRAP_DEBUG, on_step);

    if (!CHECK_EQUAL(port_bind_ipi(on_event, NULL, &port), 0))
        return;
    keep_others_out(true);
    check_every_instruction();
    check_stack();
    keep_others_out(false);
    port_close(port);
    trap_set_handler(TRAP_INVALID_OPCODE, ud2);
    trap_set_handler(TRAP_DEBUG, debug);
}
