# SPDX-License-Identifier: MIT
# 96 KiB: kernel, all of printf() and this. What makes it grow beyond is to be found, not allowed.
APP_SIZE_MAX := 98304

APP_ARGS := first 'the second' third
