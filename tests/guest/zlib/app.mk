# SPDX-License-Identifier: MIT
# zlib, and its authors' test programs, from Debian's source.
APP_PACKAGES := zlib
ZLIB         := $(PACKAGE_DIR)/zlib
APP_SRCS     := main.c example.c minigzip.c infcover.c $(wildcard $(ZLIB)/*.c)
# Settings that zlib's configure would find; minigzip maps its input if it can. -w: code of others.
APP_CFLAGS   := -I$(ZLIB) -I$(ZLIB)/test -DHAVE_UNISTD_H -DHAVE_STDARG_H -DUSE_MMAP -w
