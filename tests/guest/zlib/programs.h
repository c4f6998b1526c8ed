/*
 * zlib's test programs, each under another name than main().
 */
/* SPDX-License-Identifier: MIT */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include <stdio.h>

int example_main(int argc, char **argv);
int infcover_main(void);
int minigzip_main(int argc, char **argv);

/* What a thread's minigzip has as stdin and stdout, which it closes. */
extern __thread FILE *minigzip_in, *minigzip_out;

#endif
