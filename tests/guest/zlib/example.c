/*
 * zlib's example, unchanged except for the name of main().
 */
/* SPDX-License-Identifier: MIT */
#define main example_main
#include <example.c>
