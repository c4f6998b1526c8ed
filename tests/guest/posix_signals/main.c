/*
 * Signals that come while a call on files waits, call by call: which calls end, which are
 * restarted, what happens with a pipe without a reader. The same program runs on the host,
 * and must print the same there and here (check-console).
 *
 * A periodic timer interrupts the call, whenever that begins to wait; the handler ends
 * waits that would last for ever.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include "../posix_cases.h"

static char buffer[70000];
static int fds[2];
static volatile sig_atomic_t rings, pipe_signals;

static void ring(int signal)
{
    (void)signal;
    rings++;
}

/* The third call gives the waiting reader something to read. */
static void ring_and_write(int signal)
{
    (void)signal;
    if (++rings == 3)
        write(fds[1], "late", 4);
}

static void ring_and_read(int signal)
{
    (void)signal;
    if (++rings == 3)
        read(fds[0], buffer, 5000);
}

static void set(int signal, void (*handler)(int), int flags)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, NULL);
    rings = 0;
}

static void alarms(long us)
{
    struct itimerval value = { { 0, us }, { 0, us } };

    setitimer(ITIMER_REAL, &value, NULL);
}

static void begin(void (*handler)(int), int flags)
{
    CASE(pipe(fds));
    set(SIGALRM, handler, flags);
    alarms(20000);
}

static void end(void)
{
    alarms(0);
    SHOW("rang %d", rings > 0);
    CASE(close(fds[0]));
    CASE(close(fds[1]));
}

/* --- reading and writing -------------------------------------------------------------- */

static void check_read(void)
{
    struct iovec part = { buffer, 10 };

    begin(ring, 0);
    CASE(read(fds[0], buffer, 10));
    CASE(readv(fds[0], &part, 1));
    end();
    begin(ring_and_write, SA_RESTART);
    CASE(read(fds[0], buffer, 10));
    SHOW("%.4s, rang 3 times %d", buffer, rings >= 3);
    end();
    begin(ring_and_write, SA_RESTART);
    CASE(readv(fds[0], &part, 1));
    end();
}

static void fill(void)
{
    memset(buffer, 'x', sizeof(buffer));
    CASE(fcntl(fds[1], F_SETFL, O_NONBLOCK));
    while (write(fds[1], buffer, 4096) > 0)
        ;
    CASE(fcntl(fds[1], F_SETFL, 0));
}

static void check_write(void)
{
    struct iovec part = { buffer, 10 };

    CASE(pipe(fds));
    set(SIGALRM, ring, 0);
    fill();
    alarms(20000);
    CASE(write(fds[1], "more", 4));
    CASE(writev(fds[1], &part, 1));
    SHOW("%zd", read(fds[0], buffer, 4096));
    CASE(write(fds[1], buffer, 8192));          /* as much as there is room for */
    end();
    CASE(pipe(fds));
    set(SIGALRM, ring_and_read, SA_RESTART);
    fill();
    alarms(20000);
    CASE(write(fds[1], "more", 4));
    SHOW("rang 3 times %d", rings >= 3);
    end();
}

static void ring_and_open(int signal)
{
    (void)signal;
    if (++rings == 3)
        fds[0] = open("fifo", O_RDWR);
}

/* An interrupted open() leaves no trace at the pipe. */
static void check_open(void)
{
    CASE(mkfifo("fifo", 0600));
    set(SIGALRM, ring, 0);
    alarms(20000);
    CASE(open("fifo", O_RDONLY));
    CASE(open("fifo", O_WRONLY));
    alarms(0);
    CASE(open("fifo", O_WRONLY | O_NONBLOCK));
    set(SIGALRM, ring_and_open, SA_RESTART);
    alarms(20000);
    fds[1] = open("fifo", O_RDONLY);
    SHOW("opened %d, rang 3 times %d", fds[1] >= 0, rings >= 3);
    alarms(0);
    CASE(close(fds[0]));
    CASE(close(fds[1]));
    CASE(unlink("fifo"));
}

/* stdio reports EINTR too. */
static void check_stream(void)
{
    FILE *file;

    begin(ring, 0);
    file = fdopen(dup(fds[0]), "r");
    CASE(fgetc(file));
    SHOW("error %d, end %d", ferror(file) != 0, feof(file) != 0);
    clearerr(file);
    CASE(write(fds[1], "a", 1));
    alarms(0);
    CASE(fgetc(file));
    fclose(file);
    end();
}

/* --- jumping away ----------------------------------------------------------------------- */

static sigjmp_buf place;

static void jump(int signal)
{
    (void)signal;
    rings++;
    siglongjmp(place, 1);
}

/* A handler that jumps away leaves the pipe unchanged and unlocked. */
static void check_jump(void)
{
    CASE(pipe(fds));
    set(SIGALRM, jump, 0);
    if (!sigsetjmp(place, 1)) {
        alarms(20000);
        CASE(read(fds[0], buffer, 10));
    }
    alarms(0);
    CASE(write(fds[1], "here", 4));
    CASE(read(fds[0], buffer, 10));
    end();
}

/* --- poll and select ---------------------------------------------------------------------- */

static void wait_for_several(int flags)
{
    struct pollfd one;
    struct timeval long_time = { 100, 0 };
    struct timespec longer = { 100, 0 };
    fd_set set;

    begin(ring, flags);
    one = (struct pollfd){ fds[0], POLLIN, 0 };
    CASE(poll(&one, 1, -1));
    CASE(poll(NULL, 0, 100000));
    CASE(ppoll(&one, 1, &longer, NULL));
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    CASE(select(fds[0] + 1, &set, NULL, NULL, &long_time));
    SHOW("%d", FD_ISSET(fds[0], &set) != 0);            /* the set is unchanged */
    CASE(pselect(fds[0] + 1, &set, NULL, NULL, NULL, NULL));
    CASE(write(fds[1], "x", 1));
    CASE(poll(&one, 1, -1));
    end();
}

/* An ignored signal ends no wait. */
static void check_ignored(void)
{
    struct timeval time = { 0, 100000 };

    begin(SIG_IGN, 0);
    CASE(select(0, NULL, NULL, NULL, &time));
    CASE(poll(NULL, 0, 50));
    end();
}

/* Signals that are otherwise blocked interrupt a wait whose own mask lets them in. */
static void check_masks(void)
{
    struct timespec time = { 0, 50000000 }, none = { 0, 0 };
    struct pollfd one;
    sigset_t blocked, old, now, empty;
    int rang;

    sigemptyset(&empty);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGALRM);
    sigprocmask(SIG_BLOCK, &blocked, &old);
    begin(ring, 0);
    one = (struct pollfd){ fds[0], POLLIN, 0 };
    CASE(ppoll(&one, 1, &time, NULL));
    SHOW("rang %d", rings);
    CASE(ppoll(&one, 1, NULL, &empty));
    SHOW("rang %d", rings);
    sigprocmask(SIG_SETMASK, NULL, &now);
    SHOW("blocked %d", sigismember(&now, SIGALRM));
    CASE(pselect(0, NULL, NULL, NULL, NULL, &empty));
    CASE(pselect(0, NULL, NULL, NULL, &time, &blocked));
    SHOW("rang %d", rings);
    alarms(0);
    CASE(ppoll(NULL, 0, &none, &blocked));
    sigprocmask(SIG_SETMASK, &old, NULL);
    SHOW("rang %d", rings);                             /* the pending signal came */
    CASE(pselect(0, NULL, NULL, NULL, &time, &empty));
    alarms(20000);
    rang = rings;
    CASE((pselect(0, NULL, NULL, NULL, &time, &blocked), rings > rang));   /* as soon as it is unblocked */
    end();
}

/* A signal that came while blocked, before the wait, ends the wait. */
static void check_suspend(void)
{
    struct timespec time = { 0, 50000000 };
    sigset_t blocked, old;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGALRM);
    sigprocmask(SIG_BLOCK, &blocked, &old);
    set(SIGALRM, ring, 0);
    alarms(20000);
    CASE(nanosleep(&time, NULL));
    alarms(0);
    CASE(sigsuspend(&old));
    SHOW("rang %d", rings);
    CASE(kill(getpid(), SIGALRM));
    CASE(pselect(0, NULL, NULL, NULL, NULL, &old));
    SHOW("rang %d", rings);
    sigprocmask(SIG_SETMASK, &old, NULL);
}

/* --- a pipe without a reader ----------------------------------------------------------------- */

static void count_pipe_signal(int signal)
{
    (void)signal;
    pipe_signals++;
}

static void *write_much(void *unused)
{
    (void)unused;
    fcntl(fds[1], F_SETFL, 0);
    CASE(write(fds[1], buffer, 70000));
    SHOW("signals %d", (int)pipe_signals);
    return NULL;
}

static void check_nobody(void)
{
    struct iovec part = { buffer, 10 };
    struct timespec time = { 0, 1000000 };
    sigset_t pipe_signal, pending;
    struct pollfd writer;
    pthread_t thread;
    FILE *file;

    CASE(pipe(fds));
    CASE(close(fds[0]));
    set(SIGPIPE, SIG_IGN, 0);
    CASE(write(fds[1], "x", 1));
    set(SIGPIPE, count_pipe_signal, SA_RESTART);
    CASE(write(fds[1], "x", 1));
    SHOW("signals %d", (int)pipe_signals);
    CASE(writev(fds[1], &part, 1));
    SHOW("signals %d", (int)pipe_signals);
    CASE(write(fds[1], "x", 0));
    SHOW("signals %d", (int)pipe_signals);
    file = fdopen(dup(fds[1]), "w");
    CASE(fputs("words\n", file) >= 0);
    CASE(fflush(file));
    SHOW("signals %d", (int)pipe_signals);
    fclose(file);
    SHOW("signals %d or more", pipe_signals >= 3);
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigprocmask(SIG_BLOCK, &pipe_signal, NULL);
    pipe_signals = 0;
    CASE(write(fds[1], "x", 1));
    sigpending(&pending);
    SHOW("signals %d, pending %d", (int)pipe_signals, sigismember(&pending, SIGPIPE));
    sigprocmask(SIG_UNBLOCK, &pipe_signal, NULL);
    SHOW("signals %d", (int)pipe_signals);
    CASE(close(fds[1]));
    CASE(pipe(fds));                                    /* the last reader closes while a thread writes */
    writer = (struct pollfd){ fds[1], POLLOUT, 0 };
    pthread_create(&thread, NULL, write_much, NULL);
    while (poll(&writer, 1, 0) == 1)                    /* until it is full */
        nanosleep(&time, NULL);
    close(fds[0]);
    pthread_join(thread, NULL);
    CASE(close(fds[1]));
}

int main(void)
{
#ifndef HOST
    if (chdir("/tmp"))
        printf("no /tmp\n");
#endif
    check_read();
    check_write();
    check_open();
    check_stream();
    check_jump();
    wait_for_several(0);
    wait_for_several(SA_RESTART);
    check_ignored();
    check_masks();
    check_suspend();
    check_nobody();
    CASES_END();
    return 0;
}
