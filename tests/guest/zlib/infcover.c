/*
 * zlib's test that goes through all of inflate(), as it is, under another name
 * than main().
 */
/* SPDX-License-Identifier: MIT */
#define main infcover_main
#include <infcover.c>
