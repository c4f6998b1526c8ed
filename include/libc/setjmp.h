/*
 * <setjmp.h>: newlib's, and the jumps that restore the signal mask.
 */
/* SPDX-License-Identifier: MIT */
#include_next <setjmp.h>
#ifndef LIBC_SETJMP_H
#define LIBC_SETJMP_H

#include <sys/_sigset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Tells the kernel which runs of ring 3 it leaves, and calls newlib's. In posix/signals/jump.c. */
#pragma redefine_extname longjmp thread_longjmp

typedef struct {
    jmp_buf jump;
    int has_mask;
    __sigset_t mask;
} sigjmp_buf[1];

/* Saves the thread's signal mask in the buffer, if keep. In posix/signals/jump.c. */
void sigjmp_keep(sigjmp_buf buffer, int keep);

/* Jumps within the same thread only: a jump to another thread's stack panics. */
void siglongjmp(sigjmp_buf buffer, int value) __attribute__((noreturn));

/* A macro, as the function that calls setjmp() must be the one that is returned to. */
#define sigsetjmp(buffer, keep) (sigjmp_keep(buffer, keep), setjmp((buffer)->jump))

#define _setjmp(buffer) setjmp(buffer)
#define _longjmp(buffer, value) longjmp(buffer, value)

#ifdef __cplusplus
}
#endif
#endif
