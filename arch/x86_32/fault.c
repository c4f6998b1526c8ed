/*
 * Exceptions as signals.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/context.h>
#include <arch/fault.h>
#include "asm.h"

#define ERROR_PROTECTION 1      /* of a page fault: the page is there */

/* Signal and code of each vector; page faults and the FPU refine them. 0: not a program's fault. */
static const struct {
    unsigned char signal, code;
    bool at_instruction;        /* si_addr is the address of the instruction */
} faults[TRAP_VECTORS] = {
    [TRAP_DIVIDE] = { SIGFPE, FPE_INTDIV, true },
    [TRAP_DEBUG] = { SIGTRAP, TRAP_TRACE, true },
    [TRAP_BREAKPOINT] = { SIGTRAP, TRAP_BRKPT, true },
    [TRAP_OVERFLOW] = { SIGSEGV, SI_KERNEL, false },
    [TRAP_BOUNDS] = { SIGSEGV, SI_KERNEL, false },
    [TRAP_INVALID_OPCODE] = { SIGILL, ILL_ILLOPN, true },
    [TRAP_NO_SEGMENT] = { SIGBUS, SI_KERNEL, false },
    [TRAP_STACK] = { SIGBUS, SI_KERNEL, false },
    [TRAP_PROTECTION] = { SIGSEGV, SI_KERNEL, false },
    [TRAP_PAGE_FAULT] = { SIGSEGV, SEGV_MAPERR, false },
    [TRAP_FPU] = { SIGFPE, FPE_FLTINV, true },
    [TRAP_ALIGNMENT] = { SIGBUS, BUS_ADRALN, false },
    [TRAP_SIMD] = { SIGFPE, FPE_FLTINV, true },
};

/* x87 and SSE have the same status bits; the first that is set and not masked counts. */
static int float_code(unsigned int raised)
{
    return raised & 0x01 ? FPE_FLTINV : raised & 0x04 ? FPE_FLTDIV : raised & 0x08 ? FPE_FLTOVF
           : raised & 0x12 ? FPE_FLTUND : FPE_FLTRES;
}

static int x87_code(void)
{
    uint16_t control, status;

    __asm__ volatile("fnstcw %0\n\tfnstsw %1" : "=m"(control), "=m"(status));
    return float_code(status & ~control);
}

static int simd_code(void)
{
    uint32_t mxcsr;

    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    return float_code(mxcsr & ~(mxcsr >> 7));
}

bool fault_describe(const struct trap_frame *frame, siginfo_t *info)
{
    if (frame->vector >= TRAP_VECTORS || !faults[frame->vector].signal)
        return false;
    *info = (siginfo_t){
        .si_signo = faults[frame->vector].signal,
        .si_code = faults[frame->vector].code,
        .si_addr = faults[frame->vector].at_instruction ? (void *)frame->eip : NULL,
    };
    if (frame->vector == TRAP_PAGE_FAULT) {
        info->si_addr = (void *)trap_fault_address();
        info->si_code = frame->error & ERROR_PROTECTION ? SEGV_ACCERR : SEGV_MAPERR;
    } else if (frame->vector == TRAP_FPU) {
        info->si_code = x87_code();
    } else if (frame->vector == TRAP_SIMD) {
        info->si_code = simd_code();
    }
    return true;
}

void fault_registers(const struct trap_frame *frame, mcontext_t *machine)
{
    greg_t *to = machine->gregs;

    to[REG_GS] = frame->gs, to[REG_FS] = frame->fs, to[REG_ES] = frame->es, to[REG_DS] = frame->ds;
    to[REG_EDI] = frame->edi, to[REG_ESI] = frame->esi, to[REG_EBP] = frame->ebp;
    to[REG_EBX] = frame->ebx, to[REG_EDX] = frame->edx, to[REG_ECX] = frame->ecx;
    to[REG_EAX] = frame->eax, to[REG_TRAPNO] = frame->vector, to[REG_ERR] = frame->error;
    to[REG_EIP] = frame->eip, to[REG_CS] = frame->cs, to[REG_EFL] = frame->eflags;
    /* Within ring 1 neither esp nor ss is pushed: esp pointed to where they would be. */
    to[REG_ESP] = to[REG_UESP] = (greg_t)&frame->esp;
    to[REG_SS] = frame->ds;
    machine->cr2 = trap_fault_address();
}

void fault_set_registers(struct trap_frame *frame, const mcontext_t *machine)
{
    const greg_t *from = machine->gregs;

    frame->edi = from[REG_EDI], frame->esi = from[REG_ESI], frame->ebp = from[REG_EBP];
    frame->ebx = from[REG_EBX], frame->edx = from[REG_EDX], frame->ecx = from[REG_ECX];
    frame->eax = from[REG_EAX], frame->eip = from[REG_EIP];
    frame->eflags = (frame->eflags & ~EFLAGS_ARITHMETIC) | (from[REG_EFL] & EFLAGS_ARITHMETIC);
}

/* An exception may come with any stack pointer, not only at a multiple of 16. */
void fault_call(void (*function)(void *data), void *data)
{
    uint8_t space[FPU_STATE_SIZE + 15];
    uint8_t (*fpu)[FPU_STATE_SIZE] = (void *)(((uintptr_t)space + 15) & ~(uintptr_t)15);
    uint32_t mxcsr = MXCSR_INIT;

    __asm__ volatile("fxsave %0\n\tfninit\n\tldmxcsr %1" : "=m"(*fpu) : "m"(mxcsr));
    context_call_on(0, function, data);
    __asm__ volatile("fxrstor %0" : : "m"(*fpu));
}
