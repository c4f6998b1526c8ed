/*
 * <sys/signal.h>: newlib's knows neither SA_SIGINFO nor si_addr. The numbers are newlib's,
 * as its strsignal() has them. <signal.h> is newlib's and includes this.
 *
 * docs/posix/signals.md tells when a handler runs, and in which thread.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_SIGNAL_H
#define LIBC_SYS_SIGNAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SIGHUP    1
#define SIGINT    2
#define SIGQUIT   3
#define SIGILL    4
#define SIGTRAP   5
#define SIGIOT    6
#define SIGABRT   6
#define SIGEMT    7
#define SIGFPE    8
#define SIGKILL   9
#define SIGBUS    10
#define SIGSEGV   11
#define SIGSYS    12
#define SIGPIPE   13
#define SIGALRM   14
#define SIGTERM   15
#define SIGURG    16
#define SIGSTOP   17
#define SIGTSTP   18
#define SIGCONT   19
#define SIGCHLD   20
#define SIGCLD    20
#define SIGTTIN   21
#define SIGTTOU   22
#define SIGIO     23
#define SIGPOLL   23
#define SIGXCPU   24
#define SIGXFSZ   25
#define SIGVTALRM 26
#define SIGPROF   27
#define SIGWINCH  28
#define SIGLOST   29
#define SIGUSR1   30
#define SIGUSR2   31
#define NSIG      32
#define _NSIG     NSIG

/* --- sets ------------------------------------------------------------------ */

#ifndef _SIGSET_T_DECLARED
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigaddset(sigset_t *set, int signal);
int sigdelset(sigset_t *set, int signal);
int sigismember(const sigset_t *set, int signal);

/* --- what a handler gets ---------------------------------------------------- */

union sigval {
    int sival_int;
    void *sival_ptr;
};

typedef struct {
    int si_signo;
    int si_code;
    int si_errno;
    pid_t si_pid;               /* of SI_USER, SI_QUEUE */
    uid_t si_uid;
    void *si_addr;              /* of a fault: the address accessed, or the instruction */
    union sigval si_value;      /* of SI_QUEUE, SI_TIMER */
    int si_timerid, si_overrun; /* of SI_TIMER */
} siginfo_t;

#define SI_USER    1
#define SI_QUEUE   2
#define SI_TIMER   3
#define SI_ASYNCIO 4
#define SI_MESGQ   5
#define SI_KERNEL  6            /* xl shutdown, the terminal, other faults than those below */
#define SI_TKILL   7            /* pthread_kill(), raise() */

#define ILL_ILLOPN  32
#define FPE_INTDIV  33
#define FPE_INTOVF  34
#define FPE_FLTDIV  35
#define FPE_FLTOVF  36
#define FPE_FLTUND  37
#define FPE_FLTRES  38
#define FPE_FLTINV  39
#define SEGV_MAPERR 40          /* nothing is mapped there */
#define SEGV_ACCERR 41          /* it is mapped, but not for that */
#define BUS_ADRALN  42
#define BUS_ADRERR  43
#define TRAP_BRKPT  44
#define TRAP_TRACE  45

/* --- actions ------------------------------------------------------------------ */

typedef void (*_sig_func_ptr)(int);

struct sigaction {
    union {
        _sig_func_ptr _handler;
        void (*_action)(int, siginfo_t *, void *);
    } _function;
    sigset_t sa_mask;
    int sa_flags;
};
#define sa_handler   _function._handler
#define sa_sigaction _function._action

#define SA_NOCLDSTOP 0x01
#define SA_SIGINFO   0x02
#define SA_ONSTACK   0x04
#define SA_RESTART   0x08
#define SA_NODEFER   0x10
#define SA_RESETHAND 0x20
#define SA_NOCLDWAIT 0x40

#define SIG_SETMASK 0
#define SIG_BLOCK   1
#define SIG_UNBLOCK 2

int sigaction(int signal, const struct sigaction *action, struct sigaction *old);
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
int sigpending(sigset_t *set);
int siginterrupt(int signal, int interrupts);

/* --- sending ------------------------------------------------------------------- */

int kill(pid_t pid, int signal);
int killpg(pid_t group, int signal);
int pthread_kill(pthread_t thread, int signal);
int sigqueue(pid_t pid, int signal, const union sigval value);

/* --- waiting ------------------------------------------------------------------- */

int sigsuspend(const sigset_t *mask);
int sigwait(const sigset_t *set, int *signal);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);

/* --- stacks --------------------------------------------------------------------- */

#define MINSIGSTKSZ 2048
#define SIGSTKSZ    8192
#define SS_ONSTACK  1
#define SS_DISABLE  2

typedef struct sigaltstack {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
} stack_t;

int sigaltstack(const stack_t *__restrict stack, stack_t *__restrict old);

/* --- notification: timer_create() ------------------------------------------------- */

#define SIGEV_NONE   1
#define SIGEV_SIGNAL 2
#define SIGEV_THREAD 3

struct sigevent {
    int sigev_notify;
    int sigev_signo;
    union sigval sigev_value;
    void (*sigev_notify_function)(union sigval);
    pthread_attr_t *sigev_notify_attributes;
};

#ifdef __cplusplus
}
#endif

#include <signal.h>
#endif
