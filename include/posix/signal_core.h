/*
 * What the files about signals share.
 *
 * A signal comes for a thread (a fault, raise(), pthread_kill()) or for the process
 * (kill(), a timer, xl shutdown, the terminal). One for the process is given to a thread
 * at once, if there is one that may have it; else it is kept until a thread unblocks it.
 *
 * All of it is protected by the kernel lock.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_SIGNAL_CORE_H
#define POSIX_SIGNAL_CORE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <kernel/thread.h>

struct signal_machine {
    void (*post)(int signal);           /* for the calling thread, not delivered yet */
    void (*send)(int signal);           /* for the process, by kill() */
    bool (*deliver)(void);
    uint32_t (*pending)(void);          /* for the calling thread or the process */
};
extern const struct signal_machine *signal_machine;

const char *signal_name(int signal);
bool signal_is_ignored_by_default(int signal);
void signal_default(int signal);

#define SIGNAL_BIT(signal) (1U << (signal))
#define SIGNALS_NEVER_BLOCKED (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP) | 1U)

static inline bool signal_is_valid(int signal)
{
    return signal > 0 && signal < NSIG;
}

/* From here on the program's wishes count. Any call that has one begins with it. -ENOMEM. */
int signals_use(void);

struct sigaction *signal_action(int signal);

/* For the process, with all that is to be told. False: it is waiting to be taken already. Any context. */
bool signal_send(const siginfo_t *info);

/* For that thread. Any context. */
void signal_send_thread(struct thread *thread, int signal);

/* Takes one of a set waiting for this thread or the process: its number, or 0. Kernel lock held. */
int signal_take(uint32_t set, siginfo_t *info);

/* What waits for this thread; is some thread in sigwait() for it? Kernel lock held. */
uint32_t signals_pending(void);
bool signal_is_awaited(int signal);

/* Does the thread run on the stack of sigaltstack()? */
bool thread_on_signal_stack(void);

/* Has the thread's mask set, and what comes free by that handled. Thread context. */
void signal_set_mask(uint32_t blocked);

/* Runs the action of a signal in this thread; context is for SA_SIGINFO. False: it ends waiting calls. */
bool signal_act(const siginfo_t *info, void *context);

/* All that has come for this thread and is not blocked. True: a call that was interrupted begins again. */
bool signals_deliver(void);

/* Waits until one of set is there, which it takes, or a handler has run (-EINTR), or -EAGAIN at the deadline. */
int signal_await(uint32_t set, siginfo_t *info, uint64_t deadline);

/* SIGTERM is handled or waited for from here on: xl shutdown sends it. */
void signal_listen_to_shutdown(void);

/* One of the CPU's is handled from here on. */
void signal_listen_to_faults(void);

/* So is one of the terminal's: its keys are signals, if nobody has said yet what they are. */
void signal_listen_to_terminal(void);

#endif
