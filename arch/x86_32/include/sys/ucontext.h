/*
 * <sys/ucontext.h>: the third argument of a handler with SA_SIGINFO.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SYS_UCONTEXT_H
#define SYS_UCONTEXT_H

#include <signal.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers of the registers, as on i386 Linux. */
enum {
    REG_GS, REG_FS, REG_ES, REG_DS, REG_EDI, REG_ESI, REG_EBP, REG_ESP, REG_EBX, REG_EDX, REG_ECX,
    REG_EAX, REG_TRAPNO, REG_ERR, REG_EIP, REG_CS, REG_EFL, REG_UESP, REG_SS, NGREG
};

typedef int greg_t;
typedef greg_t gregset_t[NGREG];

/*
 * For a fault: the registers at that point. When the handler returns, execution continues
 * with eax to edi, ebp, eip and the arithmetic flags as it left them; other changes have
 * no effect. For other signals: zeros.
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
