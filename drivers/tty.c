/*
 * The terminal on the console.
 *
 * xl console passes keys raw and shows only what the guest sends, so whoever
 * wants to see what he types needs us to echo it.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>
#include <drivers/console.h>
#include <drivers/tty.h>

#define LINE_MAX        1024
#define CONTROL(c)      ((c) & 0x1f)
#define DELETE          0x7f

static struct {
    char text[LINE_MAX];
    size_t length;
    size_t taken;               /* what the reader had of a finished line */
    bool finished;
} line;

static void erase_last(void)
{
    if (line.length) {
        line.length--;
        console_write("\b \b", 3);
    }
}

static void add(char c)
{
    if (line.length == LINE_MAX - 1) {
        console_write("\a", 1);
        return;
    }
    line.text[line.length++] = c;
    console_write(&c, 1);
}

static void key(char c)
{
    switch (c) {
    case '\r':
    case '\n':
        line.text[line.length++] = '\n';
        line.finished = true;
        console_write("\r\n", 2);
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
            add(c);
    }
}

static void read_line(void)
{
    char c;

    line.length = line.taken = 0;
    line.finished = false;
    while (!line.finished && console_read(&c, 1))
        key(c);
}

size_t tty_read(char *to, size_t size)
{
    size_t n;

    if (line.taken == line.length)
        read_line();
    n = line.length - line.taken;
    if (n > size)
        n = size;
    memcpy(to, line.text + line.taken, n);
    line.taken += n;
    return n;
}
