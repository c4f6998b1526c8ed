/*
 * zlib's test that covers all of inflate(), unchanged except for the name of main().
 */
/* SPDX-License-Identifier: MIT */
#define main infcover_main
#include <infcover.c>
