/* <ucontext.h>: the type; there is no getcontext() or swapcontext(). */
/* SPDX-License-Identifier: MIT */
#include <sys/ucontext.h>
