/*
 * What a compiler's start files define for C++.
 */
/* SPDX-License-Identifier: MIT */

/* Its address tells the destructors of one loaded file from another's. Here there is one file. */
extern void *__dso_handle;
void *__dso_handle = &__dso_handle;
