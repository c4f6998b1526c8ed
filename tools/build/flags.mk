# SPDX-License-Identifier: MIT
# Tools and their flags, with the reason of each.

CC      := gcc
CXX     := g++
OBJCOPY := objcopy
OBJDUMP := objdump
NM      := nm

NEWLIB     := build/newlib
NEWLIB_DIR := $(NEWLIB)/install/i686-elf

# --- all C and C++ -----------------------------------------------------------

# Asked when it is first used: on a fresh machine there is no compiler when make starts.
COMPILER_HEADERS = $(eval COMPILER_HEADERS := $(shell $(CC) -print-file-name=include))$(COMPILER_HEADERS)
# No header of the host is seen: ours, newlib's, Xen's and the compiler's own. Those of
# include/libc go before newlib's of the same name.
INCLUDES = -nostdinc -include include/libc_features.h -Iinclude -Iinclude/libc -Iarch/$(ARCH)/include \
	-isystem $(BUILD)/include -isystem $(NEWLIB_DIR)/include \
	-isystem $(COMPILER_HEADERS)

# Debian's compiler is one for Linux, and says so; the code is for no system.
NO_SYSTEM := -U__linux__ -U__linux -Ulinux -U__unix__ -U__unix -Uunix -U__gnu_linux__

BASE_FLAGS = -m32 -march=i686 -O2 -g -pipe $(NO_SYSTEM) $(INCLUDES)
# Fixed addresses, as the image is loaded where it was linked.
BASE_FLAGS += -fno-pic
# Functions with arrays or with locals whose address is taken look after their return address;
# the canary is a word of diag/canary.c, not one in TLS.
BASE_FLAGS += -fstack-protector-strong -mstack-protector-guard=global
# A frame larger than a guard page is touched page by page: it cannot step over the guard.
BASE_FLAGS += -fstack-clash-protection
# Debian's default that needs what no PV guest has: CET.
BASE_FLAGS += -fcf-protection=none
# The linker drops sections that nobody uses: each function and datum gets its own.
BASE_FLAGS += -ffunction-sections -fdata-sections -fno-common
# Backtraces follow frame pointers, so that no unwind tables are needed. Not rescheduled: a
# function would undo its frame before its last access, and a crash there lose its caller.
BASE_FLAGS += -fno-schedule-insns2 -fno-omit-frame-pointer -fno-asynchronous-unwind-tables -fno-unwind-tables
# A copy of unknown size is a call of ours, 16 bytes at a time: what gcc would put in place goes by bytes.
BASE_FLAGS += -mmemcpy-strategy=libcall:-1:noalign -mmemset-strategy=libcall:-1:noalign
# The image is the same wherever it was built.
BASE_FLAGS += -ffile-prefix-map=$(ROOT)/=
# Each function begins with a look at how much stack there is: arch/$(ARCH)/fentry.S.
STACK_CHECK := -pg -mfentry
# The builds that look closer: diag/ubsan/ has what this calls.
ifeq ($(UBSAN),1)
BASE_FLAGS += -fsanitize=undefined -fno-sanitize-recover=undefined
endif
ifeq ($(DEBUG),1)
BASE_FLAGS += $(STACK_CHECK)
endif
BASE_FLAGS += -DDEBUG_BUILD=$(DEBUG)
# Warnings are errors.
BASE_FLAGS += -Wall -Wextra -Werror -Wa,--fatal-warnings

BASE_CFLAGS = -std=gnu11 $(BASE_FLAGS)

# --- the kernel's ------------------------------------------------------------

# No floating point: it would change the state of the thread that was interrupted.
KERNEL_CFLAGS = $(BASE_CFLAGS) -mgeneral-regs-only -Wstrict-prototypes -Wmissing-prototypes \
	-Wshadow -Wundef -Wvla -Wpointer-arith -Wwrite-strings

# --- clang's -------------------------------------------------------------------

# The kernel compiles with it too (make clang-check); images are gcc's. It lacks the order not to
# reschedule, and the forms of copies; it reads its own headers.
CLANG         := clang-14
CLANG_LACKS   := -fno-schedule-insns2 -mmemcpy-strategy=% -mmemset-strategy=%
CLANG_HEADERS = $(eval CLANG_HEADERS := $(shell $(CLANG) -print-file-name=include))$(CLANG_HEADERS)
for_clang     = $(patsubst $(COMPILER_HEADERS),$(CLANG_HEADERS),$(filter-out $(CLANG_LACKS),$(1)))
CLANG_CFLAGS  = $(call for_clang,$(KERNEL_CFLAGS))

# --- the linker's ------------------------------------------------------------

LDFLAGS := -m32 -nostdlib -static -no-pie -L$(NEWLIB_DIR)/lib \
	-Wl,--gc-sections -Wl,--fatal-warnings -Wl,--build-id=none -Wl,-z,noexecstack \
	-Wl,-z,max-page-size=64
# The image with symbols says who refers to what: tests/check-hypercalls reads it.
LDFLAGS += -Wl,--emit-relocs
# By path: were they missing, -lc would find the host's.
LIBS := $(NEWLIB_DIR)/lib/libm.a $(NEWLIB_DIR)/lib/libc.a -lgcc
