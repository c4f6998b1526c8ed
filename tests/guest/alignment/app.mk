# SPDX-License-Identifier: MIT
# With SSE the compiler believes what the ABI says of the stack, and faults where it is not so.
APP_SRCS   := main.c variables.cc
APP_CFLAGS := -msse2
APP_CXXFLAGS := -msse2
