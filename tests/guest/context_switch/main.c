/*
 * A thread switch tells Xen only what it must know, and in one trap: a kernel that
 * sets the kernel stack, the TLS descriptors and cr0.TS one by one traps three
 * times where no trap was needed. And no thread may see another's FPU state.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/context.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/segments.h>
#include <arch/traps.h>
#include <hypercall/cpu_ops.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <kernel/usermode.h>
#include <verdict.h>

#define SWITCHES 50
#define YIELDS   10
#define ROUNDS   8

/* Rounds with exactly one trap per switch. */
static unsigned int exact_rounds;

static void *yield_often(void *unused)
{
    int i;

    for (i = 0; i < SWITCHES; i++)
        thread_yield();
    return unused;
}

/* This image has no TLS and no ring 3: a yield switches both ways without a trap. */
static void check_no_trap(void)
{
    struct thread *other = thread_create("other", yield_often, NULL, 8192,
                                         THREAD_PRIORITY_DEFAULT);
    uint32_t before;
    int i;

    thread_yield();
    before = hypercall_count_all();
    for (i = 0; i < SWITCHES - 1; i++)
        thread_yield();
    CHECK_EQUAL(hypercall_count_all() - before, 0);
    thread_join(other, NULL);
}

/* --- kernel stack and LDT: two changes, one trap --------------------------- */

extern const char in_ring3[], in_ring3_end[];
__asm__(".pushsection .rodata\n"
        "in_ring3: movl $8, %ecx\n 1: movl $1, %eax\n int $0x80\n decl %ecx\n jnz 1b\n"
        "movl $0, %eax\n int $0x80\n in_ring3_end:\n.popsection");

/* Traps of a switch, without those of the slice timer, which may fire meanwhile. */
static uint32_t switch_traps(void)
{
    return hypercall_count(__HYPERVISOR_stack_switch) + hypercall_count(__HYPERVISOR_multicall) +
           hypercall_count(__HYPERVISOR_update_descriptor) +
           hypercall_count(__HYPERVISOR_mmuext_op);
}

/*
 * Each system call yields to the other thread, which is in a system call on its own
 * kernel stack. A round counts more if a slice ends in it, and less if the other
 * thread has ended.
 */
static uint32_t yield_call(struct usermode *user, const struct usermode_call *call)
{
    uint32_t before = switch_traps();
    int i;

    (void)user;
    (void)call;
    for (i = 0; i < YIELDS; i++)
        thread_yield();
    if (switch_traps() - before == 2 * YIELDS)
        exact_rounds++;
    return 0;
}

static void *run_ring3(void *unused)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)code, .stack_top = (uintptr_t)stack + PAGE_SIZE,
                             .call = yield_call };

    (void)unused;
    memcpy(code, in_ring3, in_ring3_end - in_ring3);
    usermode_protect(code, 1, false, true);
    context_set_descriptor(thread_context(thread_current()), 0, 0);     /* so it has an LDT */
    CHECK_EQUAL(usermode_run(&user), 0);
    usermode_free(code, 1);
    usermode_free(stack, 1);
    return NULL;
}

static void check_kernel_stack_follows(void)
{
    struct thread *a = thread_create("a", run_ring3, NULL, 16384, THREAD_PRIORITY_DEFAULT);
    struct thread *b = thread_create("b", run_ring3, NULL, 16384, THREAD_PRIORITY_DEFAULT);

    thread_join(a, NULL);
    thread_join(b, NULL);
    printf("%u of %u rounds: one trap a switch\n", exact_rounds, 2 * ROUNDS);
    CHECK(exact_rounds >= ROUNDS / 2);
}

/* --- FPU ----------------------------------------------------------------- */

static void *__attribute__((noipa)) compute(void *argument)
{
    double step = *(double *)argument, sum = 0;
    int i;

    /* The running sum and the control word live in the FPU over each yield. */
    for (i = 0; i < 1000; i++) {
        sum += step;
        if (i % 10 == 0)
            __asm__ volatile("" : "+t"(sum));
        if (i % 100 == 0)
            thread_yield();
    }
    *(double *)argument = sum;
    return NULL;
}

static double alone(double step)
{
    double sum = step;

    compute(&sum);
    return sum;
}

/* Values left on the x87 stack and in xmm0 over a yield, while another thread uses both. */
static void *clobber(void *unused)
{
    int i;

    for (i = 0; i < 20; i++) {
        __asm__ volatile("fninit; fldpi; fldl2e; fldln2; pcmpeqd %%xmm0, %%xmm0" : : : "memory");
        thread_yield();
    }
    return unused;
}

static void check_registers(void)
{
    struct thread *other = thread_create("clobber", clobber, NULL, 8192,
                                         THREAD_PRIORITY_DEFAULT);
    uint32_t xmm[4] = { 1, 2, 3, 4 }, after[4];
    double value = 0;
    uint16_t control = 0x027f, control_after;

    __asm__ volatile("fninit; fldcw %0; fld1" : : "m"(control));
    __asm__ volatile("movups %0, %%xmm0" : : "m"(xmm));
    thread_yield();
    thread_yield();
    __asm__ volatile("movups %%xmm0, %0" : "=m"(after));
    __asm__ volatile("fnstcw %0; fstpl %1; fninit" : "=m"(control_after), "=m"(value));
    CHECK(memcmp(xmm, after, sizeof(xmm)) == 0);
    CHECK_EQUAL(control_after, control);
    CHECK(value == 1.0);
    thread_join(other, NULL);
}

static void check_fpu(void)
{
    double steps[3] = { 0.1, 0.7, 1.3 }, wanted[3];
    struct thread *threads[3];
    int i;

    for (i = 0; i < 3; i++)
        wanted[i] = alone(steps[i]);
    for (i = 0; i < 3; i++)
        threads[i] = thread_create("compute", compute, &steps[i], 8192,
                                   THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 3; i++) {
        thread_join(threads[i], NULL);
        CHECK(steps[i] == wanted[i]);
    }
    check_registers();
}

/* --- cr0.TS -------------------------------------------------------------- */

static unsigned int no_device;

static bool count_no_device(struct trap_frame *frame)
{
    (void)frame;
    no_device++;
    return true;        /* Xen cleared TS before it delivered the exception */
}

/*
 * Events are masked, as an upcall uses the FPU too. So do copies, even in sending a
 * batch. Without a handler for the exception all goes on.
 */
static void check_taskswitch(void)
{
    trap_handler old = trap_set_handler(TRAP_NO_DEVICE, count_no_device);
    char text[100];

    events_mask();
    cpu_fpu_taskswitch(true);
    __asm__ volatile("fninit");
    CHECK_EQUAL(no_device, 1);
    __asm__ volatile("fninit");
    CHECK_EQUAL(no_device, 1);
    lazy_begin(LAZY_CPU);
    cpu_fpu_taskswitch(true);
    cpu_fpu_taskswitch(false);
    lazy_end(LAZY_CPU);
    __asm__ volatile("fninit");
    CHECK_EQUAL(no_device, 1);
    events_unmask();
    trap_set_handler(TRAP_NO_DEVICE, old);
    cpu_fpu_taskswitch(true);
    memset(text, 'x', sizeof(text));
    CHECK_EQUAL(no_device, 1);
    CHECK_EQUAL(text[99], 'x');
}

void test(void)
{
    check_no_trap();
    check_kernel_stack_follows();
    check_fpu();
    check_taskswitch();
}
