/*
 * <sys/ucontext.h>: what a handler that asked for SA_SIGINFO gets as its third argument.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SYS_UCONTEXT_H
#define SYS_UCONTEXT_H

#include <signal.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The registers by number, as programs for i386 know them. */
enum {
    REG_GS, REG_FS, REG_ES, REG_DS, REG_EDI, REG_ESI, REG_EBP, REG_ESP, REG_EBX, REG_EDX, REG_ECX,
    REG_EAX, REG_TRAPNO, REG_ERR, REG_EIP, REG_CS, REG_EFL, REG_UESP, REG_SS, NGREG
};

typedef int greg_t;
typedef greg_t gregset_t[NGREG];

/*
 * Of a fault: the registers there. A handler that returns goes on with eax to edi, ebp,
 * eip and the arithmetic flags as it left them; other changes are not seen. Of other
 * signals: zeros.
 */
typedef struct {
    gregset_t gregs;
    unsigned long cr2;
} mcontext_t;

typedef struct ucontext {
    unsigned long uc_flags;
    struct ucontext *uc_link;
    stack_t uc_stack;
    mcontext_t uc_mcontext;
    sigset_t uc_sigmask;        /* set again when the handler returns */
} ucontext_t;

#ifdef __cplusplus
}
#endif
#endif
