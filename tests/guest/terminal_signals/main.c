/*
 * Terminal keys that send signals, as on Linux: to a program that reads, that waits, that
 * computes and reads nothing. At the end an unhandled one ends the program. `steps` types.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* ppoll() */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <verdict.h>

static volatile int interrupts, quits;
static char text[100];

static void count(int signal)
{
    if (signal == SIGINT)
        interrupts++;
    else if (signal == SIGQUIT)
        quits++;
}

static void set(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = { .sa_flags = flags };

    action.sa_handler = handler;
    CHECK_EQUAL(sigaction(signal, &action, NULL), 0);
}

static void say(const char *word)
{
    write(1, word, strlen(word));
}

static bool reads(const char *wanted)
{
    ssize_t n = read(0, text, sizeof(text));

    return n == (ssize_t)strlen(wanted) && !memcmp(text, wanted, n);
}

static void wait_for(const volatile int *number, int wanted)
{
    struct timespec time = { 0, 5000000 };

    while (*number < wanted)
        nanosleep(&time, NULL);
}

/* The keys are plain bytes until the program handles their signals. */
static void check_settings(void)
{
    struct termios now;

    CHECK(tcgetattr(0, &now) == 0 && !(now.c_lflag & ISIG));
    set(SIGINT, count, 0);
    CHECK(tcgetattr(0, &now) == 0 && now.c_lflag & ISIG);
    CHECK(now.c_cc[VINTR] == 3 && now.c_cc[VQUIT] == 0x1c);
    now.c_lflag &= ~ISIG;
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &now), 0);
    set(SIGINT, count, 0);              /* the program's own setting stays */
    CHECK(tcgetattr(0, &now) == 0 && !(now.c_lflag & ISIG));
    now.c_lflag |= ISIG;
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &now), 0);
}

/* Two are typed: if the first comes before the read waits, the second interrupts it. */
static void check_read(void)
{
    say("read\n");
    CHECK(read(0, text, sizeof(text)) == -1 && errno == EINTR);
    wait_for(&interrupts, 2);
    set(SIGINT, count, SA_RESTART);
    say("go on\n");
    CHECK(reads("kept\n"));             /* "lost" was typed before the key */
    CHECK_EQUAL(interrupts, 3);
}

/* The signal is blocked except during the wait, so it cannot come too early. */
static void check_poll(void)
{
    struct pollfd input = { .fd = 0, .events = POLLIN };
    sigset_t mask, before;

    sigemptyset(&mask);
    sigaddset(&mask, SIGINT);
    sigprocmask(SIG_BLOCK, &mask, &before);
    say("poll\n");
    CHECK(ppoll(&input, 1, NULL, &before) == -1 && errno == EINTR);
    sigprocmask(SIG_SETMASK, &before, NULL);
    CHECK_EQUAL(interrupts, 4);
    CHECK_EQUAL(poll(&input, 1, 0), 0);         /* the key is not input */
}

/* Nothing is read, and another line waits before the key. */
static void check_computing(void)
{
    set(SIGQUIT, count, 0);
    say("compute\n");
    while (!quits)
        ;
    CHECK_EQUAL(interrupts, 4);
    CHECK(reads("after\n"));
}

static void check_ignored(void)
{
    set(SIGINT, SIG_IGN, 0);
    say("ignore\n");
    CHECK(reads("b\n"));
    CHECK_EQUAL(interrupts, 4);
}

static void check_bytes(void)
{
    struct termios first, raw;

    CHECK_EQUAL(tcgetattr(0, &first), 0);
    raw = first;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 3;
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &raw), 0);
    say("bytes\r\n");
    CHECK(reads("\x03\x1c\r"));
    first.c_lflag |= ISIG;
    first.c_lflag &= ~(ICANON | ECHO);
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &first), 0);
    set(SIGQUIT, count, SA_RESTART);
    say("keys again\n");
    CHECK(reads("x") && quits == 2);    /* also without line mode */
}

void test(void)
{
    check_settings();
    check_read();
    check_poll();
    check_computing();
    check_ignored();
    check_bytes();
    set(SIGINT, SIG_DFL, 0);
    if (!failures)
        say("the end\n");
    for (;;)
        ;
}
