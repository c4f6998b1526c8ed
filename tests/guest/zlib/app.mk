# SPDX-License-Identifier: MIT
# zlib, and the programs that its authors test it with, as Debian has their source.
APP_PACKAGES := zlib
ZLIB         := $(PACKAGE_DIR)/zlib
APP_SRCS     := main.c example.c minigzip.c infcover.c $(wildcard $(ZLIB)/*.c)
# What zlib's configure finds; minigzip maps its input if it can. -w: the programs are theirs.
APP_CFLAGS   := -I$(ZLIB) -I$(ZLIB)/test -DHAVE_UNISTD_H -DHAVE_STDARG_H -DUSE_MMAP -w
