/*
 * What the files about signals share.
 *
 * A signal comes for a thread (a fault, raise(), pthread_kill()) or for the process
 * (kill(), a timer, xl shutdown, the terminal). One for the process is given at once to a
 * thread that does not block it; if all do, it is kept until a thread unblocks it.
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

/* Starts the handling of signals. Every call that sets an action or a mask calls it first. -ENOMEM. */
int signals_use(void);

struct sigaction *signal_action(int signal);

/* Sends a signal to the process. False: the same signal is pending already. Any context. */
bool signal_send(const siginfo_t *info);

/* Sends a signal to a thread. Any context. */
void signal_send_thread(struct thread *thread, int signal);

/* Takes one of a set that is pending for this thread or the process: its number, or 0. Kernel lock held. */
int signal_take(uint32_t set, siginfo_t *info);

/* The signals pending for this thread; does some thread wait for one in sigwait()? Kernel lock held. */
uint32_t signals_pending(void);
bool signal_is_awaited(int signal);

/* Does the thread run on the stack of sigaltstack()? */
bool thread_on_signal_stack(void);

/* Sets the thread's mask, and handles pending signals that it unblocks. Thread context. */
void signal_set_mask(uint32_t blocked);

/* Runs a signal's action in this thread; context is for SA_SIGINFO. False: waiting calls end with EINTR. */
bool signal_act(const siginfo_t *info, void *context);

/* Delivers all unblocked signals of this thread. True: an interrupted call is restarted. */
bool signals_deliver(void);

/* Waits for one of set, and takes it; -EINTR when a handler has run, -EAGAIN at the deadline. */
int signal_await(uint32_t set, siginfo_t *info, uint64_t deadline);

/* The program handles SIGTERM or waits for it: from here on xl shutdown sends it. */
void signal_listen_to_shutdown(void);

/* The program handles a signal of the CPU's: from here on exceptions send it. */
void signal_listen_to_faults(void);

/* The program handles a signal of the terminal: its keys send it, unless tcsetattr() decided otherwise. */
void signal_listen_to_terminal(void);

#endif
