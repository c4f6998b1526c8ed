/*
 * The ring holds 2 KiB and dom0 empties it when it likes. A kernel that drops
 * bytes that do not fit, or overwrites others, loses output: here 1 MiB, of which
 * check-console compares every byte.
 */
/* SPDX-License-Identifier: MIT */
#include <drivers/console.h>
#include <verdict.h>

#define LINES 16384
#define PIECE 64                /* lines per write: the daemon limits events, not bytes */

void test(void)
{
    static char piece[PIECE * 65];
    unsigned int i;
    char *line = piece;

    for (i = 0; i < LINES; i++) {
        line += sprintf(line, "%06u %.*s\n", i, 55,
                 &"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 62]);
        if (i % PIECE == PIECE - 1) {
            console_write_text(piece, line - piece);
            line = piece;
        }
    }
}
