/*
 * The terminal's settings: the system's part of newlib's <termios.h>. Every bit that
 * is defined here works.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_TERMIOS_H
#define LIBC_SYS_TERMIOS_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef unsigned int tcflag_t;
typedef unsigned char cc_t;
typedef unsigned int speed_t;

#define NCCS 20

struct termios {
    tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;
    cc_t c_cc[NCCS];
    speed_t c_ispeed, c_ospeed;
};

/* c_iflag */
#define BRKINT      0x0002
#define IGNBRK      0x0001
#define IGNCR       0x0080
#define IGNPAR      0x0004
#define INLCR       0x0040
#define INPCK       0x0010
#define ISTRIP      0x0020
#define IXOFF       0x1000
#define IXON        0x0400
#define IXANY       0x0800
#define PARMRK      0x0008
#define ICRNL       0x0100
/* c_oflag */
#define OPOST       0x0001
#define ONLCR       0x0004
/* c_cflag */
#define CSIZE       0x0030
#define CS5         0x0000
#define CS6         0x0010
#define CS7         0x0020
#define CS8         0x0030
#define CSTOPB      0x0040
#define CREAD       0x0080
#define PARENB      0x0100
#define PARODD      0x0200
#define HUPCL       0x0400
#define CLOCAL      0x0800
/* c_lflag */
#define ISIG        0x0001
#define ICANON      0x0002
#define ECHO        0x0008
#define ECHOE       0x0010
#define ECHOK       0x0020
#define ECHONL      0x0040
#define NOFLSH      0x0080
#define TOSTOP      0x0100
#define IEXTEN      0x8000
/* c_cc */
#define VINTR       0
#define VQUIT       1
#define VERASE      2
#define VKILL       3
#define VEOF        4
#define VTIME       5
#define VMIN        6
#define VSTART      8
#define VSTOP       9
#define VSUSP       10
#define VEOL        11

#define TCSANOW     0
#define TCSADRAIN   1
#define TCSAFLUSH   2
#define TCIFLUSH    0
#define TCOFLUSH    1
#define TCIOFLUSH   2

#define B0          0
#define B9600       13
#define B38400      15
#define B115200     4098

int tcgetattr(int fd, struct termios *settings);

/* EINVAL: no such action. Unsupported bits are not set, as tcgetattr() then shows. */
int tcsetattr(int fd, int action, const struct termios *settings);

int tcflush(int fd, int queue);
int tcdrain(int fd);
void cfmakeraw(struct termios *settings);
speed_t cfgetispeed(const struct termios *settings);
speed_t cfgetospeed(const struct termios *settings);
int cfsetispeed(struct termios *settings, speed_t speed);
int cfsetospeed(struct termios *settings, speed_t speed);

#ifdef __cplusplus
}
#endif
#endif
