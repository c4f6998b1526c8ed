/*
 * <termios.h>, as far as the terminal can do it: lines or bytes, echo, control-C,
 * carriage returns, and how long a read waits.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <termios.h>
#include <unistd.h>
#include <drivers/console.h>
#include <drivers/tty.h>
#include <lib/answer.h>
#include <posix/signals.h>

#define CONTROL(c) ((c) & 0x1f)

/* 0, or the errno for a descriptor that is no terminal. */
static int check_terminal(int fd)
{
    return isatty(fd) ? 0 : -errno;
}

int tcgetattr(int fd, struct termios *to)
{
    struct tty_settings tty;
    int error = check_terminal(fd);

    if (error)
        return answer(error);
    tty_get_settings(&tty);
    *to = (struct termios){
        .c_iflag = tty.return_is_newline ? ICRNL : 0,
        .c_oflag = tty.newline_is_both ? OPOST | ONLCR : 0,
        .c_cflag = CS8 | CREAD | CLOCAL,
        .c_lflag = (tty.lines ? ICANON : 0) | (tty.echo ? ECHO | ECHOE | ECHOK : 0) |
                   (tty.signal ? ISIG : 0),
        .c_cc = { [VINTR] = CONTROL('C'), [VQUIT] = CONTROL('\\'),
                  [VSUSP] = CONTROL('Z'), [VERASE] = 0x7f, [VKILL] = CONTROL('U'),
                  [VEOF] = CONTROL('D'), [VMIN] = tty.least, [VTIME] = tty.tenths },
        .c_ispeed = B38400,
        .c_ospeed = B38400,
    };
    return 0;
}

int tcsetattr(int fd, int action, const struct termios *from)
{
    struct tty_settings tty = {
        .lines = from->c_lflag & ICANON,
        .echo = from->c_lflag & ECHO,
        .return_is_newline = from->c_iflag & ICRNL,
        .newline_is_both = from->c_oflag & OPOST && from->c_oflag & ONLCR,
        .least = from->c_cc[VMIN],
        .tenths = from->c_cc[VTIME],
    };
    int error = check_terminal(fd);

    if (error)
        return answer(error);
    if (action != TCSANOW && action != TCSADRAIN && action != TCSAFLUSH)
        return answer(-EINVAL);
    error = terminal_choose_signals(&tty, from->c_lflag & ISIG);
    if (error)
        return answer(error);
    if (action == TCSAFLUSH)
        tty_drop_input();
    tty_set_settings(&tty);
    return 0;
}

int tcflush(int fd, int queue)
{
    int error = check_terminal(fd);

    if (!error && (unsigned int)queue > TCIOFLUSH)
        error = -EINVAL;
    if (!error && queue != TCOFLUSH)
        tty_drop_input();
    return answer(error);
}

int tcdrain(int fd)
{
    int error = check_terminal(fd);

    if (!error)
        console_drain();
    return answer(error);
}

void cfmakeraw(struct termios *settings)
{
    settings->c_iflag = 0;
    settings->c_oflag &= ~OPOST;
    settings->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings->c_cflag = (settings->c_cflag & ~(CSIZE | PARENB)) | CS8;
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
}

speed_t cfgetispeed(const struct termios *settings)
{
    return settings->c_ispeed;
}

speed_t cfgetospeed(const struct termios *settings)
{
    return settings->c_ospeed;
}

/* A console has no speed: the value is kept in the structure and has no effect. */
int cfsetispeed(struct termios *settings, speed_t speed)
{
    settings->c_ispeed = speed;
    return 0;
}

int cfsetospeed(struct termios *settings, speed_t speed)
{
    settings->c_ospeed = speed;
    return 0;
}
