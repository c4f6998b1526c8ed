/*
 * zlib's test programs, whose main() functions are renamed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include <stdio.h>

int example_main(int argc, char **argv);
int infcover_main(void);
int minigzip_main(int argc, char **argv);

/* stdin and stdout of a thread's minigzip, which closes them. */
extern __thread FILE *minigzip_in, *minigzip_out;

#endif
