/*
 * The report of a crash: registers, error code, callers.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/traps.h>
#include <diag/ksyms.h>
#include <diag/log.h>

#define BACKTRACE_MAX 32

/*
 * One line; tools/symbolize looks for the form [<address>]. If a call is the last
 * instruction of its function, the return address is the first byte of the next one,
 * so the name is that of the byte before.
 */
static void print_address(uintptr_t address, unsigned int back)
{
    uintptr_t offset = 0;
    const char *name = ksym_lookup(address - back, &offset);

    if (name)
        log_printf("  [<%08lx>] %s+0x%lx\n", (unsigned long)address, name,
                   (unsigned long)offset + back);
    else
        log_printf("  [<%08lx>]\n", (unsigned long)address);
}

/*
 * A frame is {caller's ebp, return address}. A broken chain must do no harm: each step
 * goes up the stack and reads by a probe, and the number of steps is limited.
 */
static bool step_up(uintptr_t *ebp, uintptr_t *eip)
{
    struct { uintptr_t ebp, eip; } frame;
    uintptr_t at = *ebp;

    if (!at || at % 4 || at >= pagetable_xen_start() || probe_read(&frame, at, sizeof(frame)) ||
        !frame.eip)
        return false;
    *eip = frame.eip;
    *ebp = frame.ebp > at ? frame.ebp : 0;
    return true;
}

void backtrace_from(uintptr_t eip, uintptr_t ebp)
{
    unsigned int depth;

    log_printf("backtrace:\n");
    print_address(eip, 0);
    for (depth = 0; depth < BACKTRACE_MAX && step_up(&ebp, &eip); depth++)
        print_address(eip, 1);
}

unsigned int backtrace_keep(uintptr_t *callers, unsigned int most)
{
    uintptr_t ebp = (uintptr_t)__builtin_frame_address(0);
    unsigned int count = 0;

    while (count < most && step_up(&ebp, &callers[count]))
        count++;
    return count;
}

void backtrace_print(const uintptr_t *callers, unsigned int count)
{
    while (count--)
        print_address(*callers++, 1);
}

void backtrace_here(void)
{
    uintptr_t *frame = __builtin_frame_address(0);

    backtrace_from(frame[1] - 1, frame[0]);
}

static const char *const names[TRAP_VECTORS] = {
    [TRAP_DIVIDE] = "#DE divide error",
    [TRAP_DEBUG] = "#DB debug",
    [TRAP_NMI] = "NMI",
    [TRAP_BREAKPOINT] = "#BP breakpoint",
    [TRAP_OVERFLOW] = "#OF overflow",
    [TRAP_BOUNDS] = "#BR bounds",
    [TRAP_INVALID_OPCODE] = "#UD invalid opcode",
    [TRAP_NO_DEVICE] = "#NM device not available",
    [TRAP_DOUBLE_FAULT] = "#DF double fault",
    [TRAP_INVALID_TSS] = "#TS invalid TSS",
    [TRAP_NO_SEGMENT] = "#NP segment not present",
    [TRAP_STACK] = "#SS stack fault",
    [TRAP_PROTECTION] = "#GP general protection",
    [TRAP_PAGE_FAULT] = "#PF page fault",
    [TRAP_FPU] = "#MF x87 error",
    [TRAP_ALIGNMENT] = "#AC alignment check",
    [TRAP_MACHINE_CHECK] = "#MC machine check",
    [TRAP_SIMD] = "#XM SIMD error",
};

const char *trap_name(unsigned int vector)
{
    if (vector < TRAP_VECTORS && names[vector])
        return names[vector];
    return vector == TRAP_SYSTEM_CALL ? "int 0x80" : vector == TRAP_FAILSAFE ? "failsafe callback"
           : vector == TRAP_EVENT ? "event" : "unknown trap";
}

static void explain_page_fault(uint32_t error)
{
    log_printf("page fault at %08lx: %s of a %s page from ring %s%s%s\n",
               (unsigned long)trap_fault_address(),
               error & 16 ? "execution" : error & 2 ? "write" : "read",
               error & 1 ? "protected" : "missing", error & 4 ? "3" : "1",
               error & 8 ? ", reserved bit set" : "",
               trap_fault_address() < LOW_MAP_START ? " (a null pointer?)" : "");
}

/* The error code of exceptions that concern a selector. */
static void explain_selector(uint32_t error)
{
    log_printf("selector %04x: index %u in the %s%s\n", error & 0xfff8, error >> 3 & 0x1fff,
               error & 2 ? "IDT" : error & 4 ? "LDT" : "GDT",
               error & 1 ? ", external event" : "");
}

/* From ring 1 the stack does not change, so Xen pushes neither esp nor ss. */
static void print_stack(const struct trap_frame *frame)
{
    uint16_t ss;

    __asm__("movw %%ss, %0" : "=r"(ss));
    if (trap_from_user(frame))
        log_printf("esp %08x  ss %04x\n", frame->esp, frame->ss & 0xffff);
    else
        log_printf("esp %08lx  ss %04x\n", (unsigned long)(uintptr_t)&frame->esp, ss);
}

void trap_dump(const struct trap_frame *frame)
{
    log_printf("%s, error code %x, from ring %u, events %s\n", trap_name(frame->vector),
               frame->error, frame->cs & 3U, frame->masked ? "masked" : "on");
    if (frame->vector == TRAP_PAGE_FAULT)
        explain_page_fault(frame->error);
    else if (frame->error)
        explain_selector(frame->error);
    log_printf("eip %08x  cs %04x  eflags %08x\n", frame->eip, frame->cs, frame->eflags);
    print_stack(frame);
    log_printf("eax %08x  ebx %08x  ecx %08x  edx %08x\n", frame->eax, frame->ebx, frame->ecx,
               frame->edx);
    log_printf("esi %08x  edi %08x  ebp %08x\n", frame->esi, frame->edi, frame->ebp);
    log_printf("ds %04x  es %04x  fs %04x  gs %04x\n", frame->ds & 0xffff, frame->es & 0xffff,
               frame->fs & 0xffff, frame->gs & 0xffff);
    if (!trap_from_user(frame))
        backtrace_from(frame->eip, frame->ebp);
}
