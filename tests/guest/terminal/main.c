/*
 * The terminal: lines and bytes, echo on and off, how long a read waits, poll() for
 * input. `steps` types.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
/* The file tree with /dev, made at the first open(); memory that newlib keeps. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <verdict.h>

static char text[100];
static struct termios first;

static void say(const char *word)
{
    write(1, word, strlen(word));
}

static void set_raw(int least, int tenths)
{
    struct termios raw = first;

    cfmakeraw(&raw);
    raw.c_cc[VMIN] = least;
    raw.c_cc[VTIME] = tenths;
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &raw), 0);
}

static bool reads(const char *wanted)
{
    ssize_t n = read(0, text, sizeof(text));

    return n == (ssize_t)strlen(wanted) && !memcmp(text, wanted, n);
}

static int poll_input(int timeout)
{
    struct pollfd input = { .fd = 0, .events = POLLIN };

    return poll(&input, 1, timeout);
}

static void check_settings(void)
{
    struct termios now;

    CHECK_EQUAL(tcgetattr(0, &first), 0);
    CHECK((first.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO));
    CHECK(first.c_iflag & ICRNL && first.c_oflag & OPOST);
    set_raw(3, 7);
    CHECK_EQUAL(tcgetattr(1, &now), 0);
    CHECK(!(now.c_lflag & (ICANON | ECHO | ISIG)) && !(now.c_oflag & OPOST));
    CHECK(now.c_cc[VMIN] == 3 && now.c_cc[VTIME] == 7);
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &first), 0);
    CHECK(tcsetattr(0, 17, &first) == -1 && errno == EINVAL);
    CHECK(tcgetattr(99, &now) == -1 && errno == EBADF);
    CHECK(tcgetattr(open("/dev/null", O_RDONLY), &now) == -1 && errno == ENOTTY);
    close(3);
}

/* Nothing is typed yet. */
static void check_no_wait(void)
{
    struct timespec before, after;
    long long took;

    CHECK_EQUAL(poll_input(0), 0);
    CHECK_EQUAL(fcntl(0, F_SETFL, O_NONBLOCK), 0);
    CHECK(read(0, text, 1) == -1 && errno == EAGAIN);
    set_raw(1, 0);
    CHECK(read(0, text, 1) == -1 && errno == EAGAIN);
    CHECK_EQUAL(fcntl(0, F_SETFL, 0), 0);
    set_raw(0, 0);
    CHECK_EQUAL(read(0, text, 1), 0);
    set_raw(0, 3);
    clock_gettime(CLOCK_MONOTONIC, &before);
    CHECK_EQUAL(read(0, text, 1), 0);
    clock_gettime(CLOCK_MONOTONIC, &after);
    took = (after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec;
    CHECK(took >= 300000000);
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &first), 0);
}

static void check_lines(void)
{
    fd_set set;

    say("type a line\n");
    FD_ZERO(&set);
    FD_SET(0, &set);
    CHECK_EQUAL(select(1, &set, NULL, NULL, NULL), 1);
    CHECK(FD_ISSET(0, &set));
    CHECK_EQUAL(read(0, text, 3), 3);
    CHECK_EQUAL(poll_input(0), 1);
    CHECK(reads("st line\n") && !memcmp(text, "st line\n", 8));
    CHECK_EQUAL(poll_input(0), 0);
}

/* A read waits for three bytes; none is echoed. */
static void check_bytes(void)
{
    unsigned int got = 0;

    set_raw(3, 0);
    say("type secrets\r\n");
    while (got < 8) {
        ssize_t n = read(0, text + got, 8 - got);

        CHECK(n >= (got < 6 ? 3 : 1));
        got += n;
    }
    CHECK(!memcmp(text, "hidden1\r", 8));
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &first), 0);
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    interrupted = number;
}

static void check_interrupt(void)
{
    struct termios with_signals = first;

    signal(SIGINT, on_interrupt);
    with_signals.c_lflag |= ISIG;
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &with_signals), 0);
    say("type control-C\n");
    CHECK(reads("after\n"));
    CHECK_EQUAL(interrupted, SIGINT);
    CHECK_EQUAL(tcsetattr(0, TCSANOW, &first), 0);
}

/* TCSAFLUSH drops input that waits. */
static void check_flush(void)
{
    say("type rubbish\n");
    CHECK_EQUAL(poll_input(20000), 1);
    CHECK_EQUAL(tcsetattr(0, TCSAFLUSH, &first), 0);
    CHECK_EQUAL(poll_input(0), 0);
    say("type the end\n");
    CHECK(reads("end\n"));
}

void test(void)
{
    check_settings();
    check_no_wait();
    check_lines();
    check_bytes();
    check_interrupt();
    check_flush();
}
