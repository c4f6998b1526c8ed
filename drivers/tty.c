/*
 * The terminal on the console.
 *
 * xl console passes keys raw and shows only what the guest sends, so the guest must
 * echo what is typed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <drivers/console.h>
#include <drivers/tty.h>
#include <kernel/lock.h>
#include <kernel/mutex.h>
#include <kernel/time.h>
#include <lib/util.h>

#define CONTROL(c)      ((c) & 0x1f)
#define DELETE          0x7f
#define NS_PER_TENTH    (NS_PER_SECOND / 10)

/* One thread reads at a time. */
static struct mutex mutex;

static struct {
    char text[MAX_CANON + 1];
    size_t length;
    size_t taken;               /* how much of a finished line has been read */
    bool finished;
} line;

static bool dropped;            /* set at event time */

static struct tty_settings settings = {
    .lines = true, .echo = true, .return_is_newline = true, .newline_is_both = true, .least = 1,
};

static void tty_echo(const char *text, size_t length)
{
    if (settings.echo)
        console_write(text, length);
}

/* --- lines ------------------------------------------------------------------------ */

static void erase_last(void)
{
    if (line.length) {
        line.length--;
        tty_echo("\b \b", 3);
    }
}

static void tty_add(char c)
{
    if (line.length == MAX_CANON) {
        console_write("\a", 1);
        return;
    }
    line.text[line.length++] = c;
    tty_echo(&c, 1);
}

static void end_line(void)
{
    line.text[line.length++] = '\n';
    line.finished = true;
    tty_echo("\r\n", 2);
}

static void tty_key(char c)
{
    switch (c) {
    case '\r':
    case '\n':
        end_line();
        break;
    case '\b':
    case DELETE:
        erase_last();
        break;
    case CONTROL('U'):
        while (line.length)
            erase_last();
        break;
    case CONTROL('D'):
        line.finished = true;
        break;
    default:
        if ((unsigned char)c >= ' ' || c == '\t')
            tty_add(c);
    }
}

static void drop_line(void)
{
    line.length = line.taken = 0;
    line.finished = false;
}

/* A key that sends a signal drops the input typed before it. */
static void drop_if_told(void)
{
    if (__atomic_exchange_n(&dropped, false, __ATOMIC_RELAXED))
        drop_line();
}

/* Continues a line that was begun. 1: it is finished. */
static int read_line(uint64_t deadline)
{
    char c;
    int n = 1;

    drop_if_told();
    while (!line.finished && (n = console_read_until(&c, 1, deadline)) > 0) {
        drop_if_told();
        tty_key(c);
    }
    return n;
}

/* Takes what is left of the line; after its last byte the next line can begin. */
static size_t tty_take(char *to, size_t size)
{
    size_t n = line.length - line.taken;

    if (n > size)
        n = size;
    memcpy(to, line.text + line.taken, n);
    line.taken += n;
    if (line.taken == line.length)
        drop_line();
    return n;
}

static int read_of_line(char *to, size_t size, bool wait)
{
    int n = read_line(wait ? WAIT_FOREVER : 0);

    if (n <= 0)
        return n == -ETIMEDOUT ? -EAGAIN : n;
    return (int)tty_take(to, size);
}

/* --- bytes ------------------------------------------------------------------------ */

static void tty_receive(char *bytes, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (bytes[i] == '\r' && settings.return_is_newline)
            bytes[i] = '\n';
    tty_echo(bytes, count);
}

/* The deadline of the wait for the next byte. */
static uint64_t byte_deadline(size_t done, bool wait)
{
    if (!wait)
        return 0;
    if (!settings.tenths && settings.least)
        return WAIT_FOREVER;
    if (!done && settings.least)
        return WAIT_FOREVER;
    return time_monotonic() + settings.tenths * NS_PER_TENTH;
}

static int read_bytes(char *to, size_t size, bool wait)
{
    size_t least = MIN(settings.least, size), done;
    int n = 0;

    drop_if_told();
    done = tty_take(to, size);          /* typed while lines were still on */

    while (!done || done < least) {
        n = console_read_until(to + done, size - done, byte_deadline(done, wait));
        if (n <= 0)
            break;
        tty_receive(to + done, n);
        done += n;
    }
    if (done)
        return (int)done;
    return n != -ETIMEDOUT ? n : wait || !settings.least ? 0 : -EAGAIN;
}

/* --- keys that are signals, at event time ---------------------------------------------- */

static bool tty_see(char byte)
{
    char shown[2] = { '^', byte + '@' };

    if (byte != CONTROL('C') && byte != CONTROL('\\') && byte != CONTROL('Z'))
        return false;
    dropped = true;
    if (settings.echo)
        console_write_now(shown, sizeof(shown));
    settings.signal(byte);
    return true;
}

/* --- the terminal ------------------------------------------------------------------- */

int tty_read(char *to, size_t size, bool wait)
{
    int n;

    if (!size)
        return 0;
    mutex_lock(&mutex);
    n = settings.lines ? read_of_line(to, size, wait) : read_bytes(to, size, wait);
    mutex_unlock(&mutex);
    return n;
}

void tty_write(const char *text, size_t size)
{
    if (settings.newline_is_both)
        console_write_text(text, size);
    else
        console_write(text, size);
}

bool tty_ready(void (*changed)(void))
{
    bool ready;

    console_set_listener(changed);
    if (!mutex_try_lock(&mutex))
        return false;           /* another thread waits for it already */
    if (settings.lines)
        ready = read_line(0) > 0;
    else
        ready = line.taken < line.length || console_readable();
    mutex_unlock(&mutex);
    return ready;
}

void tty_get_settings(struct tty_settings *to)
{
    *to = settings;
}

void tty_set_settings(const struct tty_settings *from)
{
    bool unlock = kernel_lock_save();

    settings = *from;
    console_set_watcher(settings.signal ? tty_see : NULL);
    kernel_lock_restore(unlock);
}

void tty_drop_input(void)
{
    char byte;

    mutex_lock(&mutex);
    drop_line();
    while (console_read_until(&byte, 1, 0) > 0)
        ;
    mutex_unlock(&mutex);
}
