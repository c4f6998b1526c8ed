# SPDX-License-Identifier: MIT
# SQLite, and its shell on the console, both unchanged from Debian; databases go to /tmp.
#     make run APP=apps/sqlite
#     make run APP=apps/sqlite EXTRA="env:HOME=/tmp /tmp/my.db '.read /statements.sql'"
APP_PACKAGES := sqlite3
AMALGAMATION := $(PACKAGE_DIR)/sqlite3/amalgamation
APP_SRCS     := stack.c $(AMALGAMATION)/sqlite3.c $(AMALGAMATION)/shell.c
APP_MEMORY   := 64
APP_ARGS     := env:HOME=/tmp

# SQLite detects Unix by the compiler's names, so it is told here. Shared objects cannot be loaded.
APP_CFLAGS += -DSQLITE_OS_UNIX=1 -DSQLITE_OMIT_LOAD_EXTENSION
APP_CFLAGS += -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_MATH_FUNCTIONS
# What SQLite's own configure would find.
APP_CFLAGS += -DHAVE_READLINK=1 -DHAVE_LSTAT=1 -DHAVE_PREAD=1 -DHAVE_PWRITE=1 -DHAVE_USLEEP=1 -DHAVE_FDATASYNC=1 \
	-DHAVE_GMTIME_R=1 -DHAVE_LOCALTIME_R=1 -DHAVE_ISNAN=1 -DHAVE_STDINT_H=1 -DHAVE_INTTYPES_H=1 -DHAVE_MREMAP=0

$(AMALGAMATION)/sqlite3.c $(AMALGAMATION)/shell.c &: $(APP_DIR)/amalgamate
	$(Q)$< $(PACKAGE_DIR)/sqlite3

# A script to try it with, which its test also runs.
SQLITE_FILES := $(ROOT)/$(BUILD)/app/sqlite/files
APP_RAMDISK  := $(SQLITE_FILES)/statements.sql
$(SQLITE_FILES)/statements.sql: $(APP_DIR)/statements
	$(Q)mkdir -p $(@D)
	$(Q)$< >$@

APP_MADE := $(AMALGAMATION)/sqlite3.c $(AMALGAMATION)/shell.c $(APP_RAMDISK)

# SQLite counts its depth itself; a stack check in each of its functions would cost 3.5 %.
APP_STACK_CHECK := no
