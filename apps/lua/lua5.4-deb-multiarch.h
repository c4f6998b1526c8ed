/*
 * The folder of C modules, as Debian's build writes it. No module can be loaded here.
 */
/* SPDX-License-Identifier: MIT */
#define DEB_HOST_MULTIARCH "ringlet"
