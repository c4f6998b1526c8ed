/*
 * zlib's minigzip, unchanged except for the name of main(), and with streams of its
 * thread for stdin and stdout.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include "programs.h"

#undef stdin
#undef stdout
#define stdin  minigzip_in
#define stdout minigzip_out
#define main   minigzip_main
#include <minigzip.c>
