# SPDX-License-Identifier: MIT
# Tools and their flags, with the reason for each.

CC      := gcc
CXX     := g++
OBJCOPY := objcopy
OBJDUMP := objdump
NM      := nm

NEWLIB     := build/newlib
NEWLIB_DIR := $(NEWLIB)/install/i686-elf

# --- all C and C++ -----------------------------------------------------------

# Evaluated at its first use: on a fresh machine there is no compiler when make starts.
COMPILER_HEADERS = $(eval COMPILER_HEADERS := $(shell $(CC) -print-file-name=include))$(COMPILER_HEADERS)
# Headers are ours, newlib's, Xen's and the compiler's own, none of the host's. Those in
# include/libc come before newlib's of the same name.
INCLUDES = -nostdinc -include include/libc_features.h -Iinclude -Iinclude/libc -Iarch/$(ARCH)/include \
	-isystem $(BUILD)/include -isystem $(NEWLIB_DIR)/include \
	-isystem $(COMPILER_HEADERS)

# Debian's compiler is for Linux and defines its names; this code runs on no system.
NO_SYSTEM := -U__linux__ -U__linux -Ulinux -U__unix__ -U__unix -Uunix -U__gnu_linux__

BASE_FLAGS = -m32 -march=i686 -O2 -g -pipe $(NO_SYSTEM) $(INCLUDES)
# Fixed addresses, as the image is loaded where it was linked.
BASE_FLAGS += -fno-pic
# Functions with arrays, or with locals whose address is taken, protect their return address by a
# canary, a word of diag/canary.c instead of one in TLS.
BASE_FLAGS += -fstack-protector-strong -mstack-protector-guard=global
# A frame larger than a guard page is touched page by page, so it cannot step over the guard.
BASE_FLAGS += -fstack-clash-protection
# Debian's default needs CET, which no PV guest has.
BASE_FLAGS += -fcf-protection=none
# Each function and variable gets its own section, so that the linker drops unused ones.
BASE_FLAGS += -ffunction-sections -fdata-sections -fno-common
# Backtraces follow frame pointers, so no unwind tables are needed. No rescheduling: a function
# could undo its frame before its last access, and a crash there would lose its caller.
BASE_FLAGS += -fno-schedule-insns2 -fno-omit-frame-pointer -fno-asynchronous-unwind-tables -fno-unwind-tables
# Copies of unknown size call our functions, which take 16 bytes at a time: gcc's inline code goes by bytes.
BASE_FLAGS += -mmemcpy-strategy=libcall:-1:noalign -mmemset-strategy=libcall:-1:noalign
# The image does not depend on the folder it is built in.
BASE_FLAGS += -ffile-prefix-map=$(ROOT)/=
# Each function begins with a check of the stack left: arch/$(ARCH)/fentry.S.
STACK_CHECK := -pg -mfentry
# Checked builds: diag/ubsan/ has the functions that this calls.
ifeq ($(UBSAN),1)
BASE_FLAGS += -fsanitize=undefined -fno-sanitize-recover=undefined
endif
ifeq ($(DEBUG),1)
BASE_FLAGS += $(STACK_CHECK)
endif
BASE_FLAGS += -DDEBUG_BUILD=$(DEBUG) -DLOCK_TIME=$(LOCK_TIME)
# Warnings are errors.
BASE_FLAGS += -Wall -Wextra -Werror -Wa,--fatal-warnings

BASE_CFLAGS = -std=gnu11 $(BASE_FLAGS)

# --- the kernel's ------------------------------------------------------------

# No floating point: it would change the state of the thread that was interrupted.
KERNEL_CFLAGS = $(BASE_CFLAGS) -mgeneral-regs-only -Wstrict-prototypes -Wmissing-prototypes \
	-Wshadow -Wundef -Wvla -Wpointer-arith -Wwrite-strings
# Not padded to 16 bytes: the kernel's functions are short, and padding is one byte in thirty of them.
KERNEL_CFLAGS += -falign-functions=4 -fno-align-jumps -fno-align-loops

# --- clang's -------------------------------------------------------------------

# The kernel also compiles with clang (make clang-check), but images are gcc's. clang lacks the
# flags against rescheduling and padding and for copies, and reads its own headers.
CLANG         := clang-14
CLANG_LACKS   := -fno-schedule-insns2 -fno-align-jumps -fno-align-loops -mmemcpy-strategy=% -mmemset-strategy=%
CLANG_HEADERS = $(eval CLANG_HEADERS := $(shell $(CLANG) -print-file-name=include))$(CLANG_HEADERS)
for_clang     = $(patsubst $(COMPILER_HEADERS),$(CLANG_HEADERS),$(filter-out $(CLANG_LACKS),$(1)))
CLANG_CFLAGS  = $(call for_clang,$(KERNEL_CFLAGS))

# --- the linker's ------------------------------------------------------------

LDFLAGS := -m32 -nostdlib -static -no-pie -L$(NEWLIB_DIR)/lib \
	-Wl,--gc-sections -Wl,--fatal-warnings -Wl,--build-id=none -Wl,-z,noexecstack \
	-Wl,-z,max-page-size=64
# The image with symbols keeps its relocations, for tests/check-hypercalls.
LDFLAGS += -Wl,--emit-relocs
# By path: if these were missing, -lc would find the host's.
LIBS := $(NEWLIB_DIR)/lib/libm.a $(NEWLIB_DIR)/lib/libc.a -lgcc
