/*
 * Exceptions: the frame they leave on the stack, and their handlers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_TRAPS_H
#define ARCH_TRAPS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The stack at every entry, lowest address first. Xen pushes the last part,
 * with esp and ss only when it came from ring 3; entry.S adds the rest.
 */
struct trap_frame {
    uint32_t ebx, ecx, edx, esi, edi, ebp, eax;
    uint32_t ds, es, fs, gs;
    uint32_t vector;
    uint32_t error;
    uint32_t eip;
    uint16_t cs;
    uint8_t masked;         /* the event mask that was in force */
    uint8_t reserved;
    uint32_t eflags;
    uint32_t esp, ss;       /* from ring 3 only */
};

#define TRAP_DIVIDE         0
#define TRAP_DEBUG          1
#define TRAP_NMI            2
#define TRAP_BREAKPOINT     3
#define TRAP_OVERFLOW       4
#define TRAP_BOUNDS         5
#define TRAP_INVALID_OPCODE 6
#define TRAP_NO_DEVICE      7
#define TRAP_DOUBLE_FAULT   8
#define TRAP_INVALID_TSS    10
#define TRAP_NO_SEGMENT     11
#define TRAP_STACK          12
#define TRAP_PROTECTION     13
#define TRAP_PAGE_FAULT     14
#define TRAP_FPU            16
#define TRAP_ALIGNMENT      17
#define TRAP_MACHINE_CHECK  18
#define TRAP_SIMD           19
#define TRAP_VECTORS        20
#define TRAP_SYSTEM_CALL    0x80
/* Not CPU exceptions: entries that Xen makes, named in dumps. */
#define TRAP_EVENT          0x100
#define TRAP_FAILSAFE       0x101

static inline bool trap_from_user(const struct trap_frame *frame)
{
    return (frame->cs & 3) == 3;
}

/* Where it happened. */
static inline uintptr_t trap_instruction(const struct trap_frame *frame)
{
    return frame->eip;
}

/*
 * A handler returns true if the interrupted code may continue (with the frame as the
 * handler left it), false to pass the exception on; the last in line is panic.
 */
typedef bool (*trap_handler)(struct trap_frame *frame);

/* Gives a vector below TRAP_VECTORS a handler; returns the old one. Thread context. */
trap_handler trap_set_handler(unsigned int vector, trap_handler handler);

/* Sets the last handler before panic, for exceptions from ring 1. Thread context. */
void trap_set_last_handler(trap_handler handler);

/* Queues, in the boot batch, the trap table and the callbacks. */
void traps_init(void);

/* "#PF page fault" and the like. */
const char *trap_name(unsigned int vector);

/* The address of this vCPU's last page fault; valid until the next one. */
uintptr_t trap_fault_address(void);

/* Prints registers, the decoded error code and a backtrace. Any context. */
void trap_dump(const struct trap_frame *frame);

/* Prints the callers from a frame pointer on, with symbols. Checks each step, and is bounded. */
void backtrace_from(uintptr_t eip, uintptr_t ebp);
void backtrace_here(void);

/* Stores up to most return addresses, the caller's first, and returns how many. And prints them. */
unsigned int backtrace_keep(uintptr_t *callers, unsigned int most);
void backtrace_print(const uintptr_t *callers, unsigned int count);

#endif
