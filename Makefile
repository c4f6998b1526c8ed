# SPDX-License-Identifier: MIT
# Builds Ringlet and one application into one image. `make help` lists what it can do.
#
#   build/newlib/         the C library
#   build/x86_32/         objects, and for each application
#     <app>.elf           what the domain builder loads, stripped
#     <app>.debug         the same with symbols
#     <app>.dis <app>.map disassembly, and what the linker put where

ARCH    := x86_32
APP     ?= apps/hello
V       ?= 0
Q       := $(if $(filter 1,$(V)),,@)

ROOT    := $(CURDIR)
BUILD   := build/$(ARCH)
NEWLIB  := build/newlib
APP_DIR := $(patsubst %/,%,$(APP))
APP_NAME := $(notdir $(abspath $(APP_DIR)))

.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
.SUFFIXES:

# --- tools and flags ---------------------------------------------------------

CC      := gcc
OBJCOPY := objcopy
OBJDUMP := objdump
NM      := nm

GCC_INCLUDE := $(shell $(CC) -m32 -print-file-name=include 2>/dev/null)

# No floating point in the kernel: it would change the state of the thread it interrupts.
KERNEL_CFLAGS := -mgeneral-regs-only
# Each function and datum in a section of its own, so that the linker can drop it.
# Frame pointers are kept for backtraces.
CODE_CFLAGS := -m32 -march=i686 -O2 -g -fno-pic -fno-stack-protector -fcf-protection=none \
	-ffunction-sections -fdata-sections -fno-omit-frame-pointer \
	-fno-asynchronous-unwind-tables -fno-unwind-tables -fno-common
# No header of the host: the compiler's own, newlib's, Xen's and ours.
INCLUDES := -nostdinc -Iinclude -Iarch/$(ARCH)/include -I$(BUILD)/include \
	-isystem $(NEWLIB)/install/i686-elf/include -isystem $(GCC_INCLUDE)
# What newlib does not know of a target called elf: that we have clocks, and errno per thread.
DEFINES := -U__linux__ -U__linux -Ulinux -U__unix__ -U__unix -Uunix -U__gnu_linux__ \
	-D__DYNAMIC_REENT__ -D_POSIX_TIMERS=200809L -D_POSIX_MONOTONIC_CLOCK=200112L
WARNINGS := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wvla \
	-Wpointer-arith -Wwrite-strings
BASE_CFLAGS := -std=gnu11 $(CODE_CFLAGS) $(INCLUDES) $(DEFINES) $(WARNINGS)

# newlib is built for size; it warns, and that is its own affair.
NEWLIB_CFLAGS := -Os -g0 -ffunction-sections -fdata-sections -fno-pic -fno-stack-protector \
	-fcf-protection=none -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-D__DYNAMIC_REENT__

LDFLAGS := -m32 -nostdlib -static -no-pie -Wl,--gc-sections -Wl,--build-id=none \
	-Wl,-z,noexecstack -Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
	-L$(NEWLIB)/install/i686-elf/lib

# --- sources -----------------------------------------------------------------

KERNEL_DIRS := arch/$(ARCH) kernel mm hypercall events drivers lib lib/newlib
KERNEL_SRCS := $(filter-out arch/$(ARCH)/asm_offsets.c arch/$(ARCH)/kernel.lds.S, \
	$(wildcard $(addsuffix /*.c,$(KERNEL_DIRS)) $(addsuffix /*.S,$(KERNEL_DIRS))))
KERNEL_OBJS := $(addprefix $(BUILD)/,$(addsuffix .o,$(KERNEL_SRCS)))

# An application may say in app.mk: APP_SRCS (relative to its folder), APP_CFLAGS, APP_LDLIBS.
APP_SRCS    := $(patsubst $(APP_DIR)/%,%,$(wildcard $(APP_DIR)/*.c))
APP_CFLAGS  :=
APP_LDLIBS  :=
-include $(APP_DIR)/app.mk
APP_OBJS    := $(addprefix $(BUILD)/app/$(APP_NAME)/,$(addsuffix .o,$(APP_SRCS))) \
	$(BUILD)/app/$(APP_NAME)/name.o

IMAGE := $(BUILD)/$(APP_NAME)

# --- targets -----------------------------------------------------------------

.PHONY: all
all: $(IMAGE).elf $(IMAGE).dis ## build the image of APP (default apps/hello)

.PHONY: help
help: ## this list
	@echo 'make [target] [APP=folder] [HOST=shim|pv|pv-release|xen] [V=1]'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | sort | expand -t 18

.PHONY: clean
clean: ## remove what was built of Ringlet itself
	rm -rf $(BUILD) build/host

.PHONY: distclean
distclean: ## remove build/ whole: newlib, Xen and the dom0 image too
	rm -rf build

ifeq ($(wildcard $(APP_DIR)),)
$(error APP=$(APP): there is no such folder; give one that holds C files)
endif
ifeq ($(strip $(APP_SRCS)),)
$(error APP=$(APP): no C files there, and no app.mk that names any)
endif

# --- what everything needs first ---------------------------------------------

TOOLS_READY := build/stamps/tools
$(TOOLS_READY):
	$(Q)tools/build/need-packages gcc gcc-multilib binutils make libxen-dev
	$(Q)mkdir -p $(@D) && touch $@

NEWLIB_READY := $(NEWLIB)/install/i686-elf/lib/libc.a
$(NEWLIB_READY): tools/build/newlib | $(TOOLS_READY)
	$(Q)tools/build/newlib $(ROOT)/$(NEWLIB) '$(NEWLIB_CFLAGS)'
	$(Q)touch $@

# Only Xen's headers are taken from the host's include folder.
XEN_HEADERS := $(BUILD)/include/xen/.ready
$(XEN_HEADERS): | $(TOOLS_READY)
	$(Q)mkdir -p $(@D) && cp -R /usr/include/xen/. $(@D)/ && touch $@

READY := $(NEWLIB_READY) $(XEN_HEADERS)

$(BUILD)/include/asm_offsets.h: arch/$(ARCH)/asm_offsets.c tools/build/asm-offsets | $(READY)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(BASE_CFLAGS) $(KERNEL_CFLAGS) -MMD -MT $@ -MF $(BUILD)/asm_offsets.d -S $< \
		-o $(BUILD)/asm_offsets.s
	$(Q)tools/build/asm-offsets $(BUILD)/asm_offsets.s >$@

# --- compiling ---------------------------------------------------------------

$(BUILD)/%.c.o: %.c Makefile | $(READY)
	@echo '  CC      $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(BASE_CFLAGS) $(KERNEL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/%.S.o: %.S Makefile | $(READY) $(BUILD)/include/asm_offsets.h
	@echo '  AS      $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(BASE_CFLAGS) -D__ASSEMBLY__ -D__ASSEMBLER__ -MMD -MP -c $< -o $@

$(BUILD)/app/$(APP_NAME)/%.c.o: $(APP_DIR)/%.c Makefile $(wildcard $(APP_DIR)/app.mk) | $(READY)
	@echo '  CC      $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(BASE_CFLAGS) $(APP_CFLAGS) -MMD -MP -c $< -o $@

# argv[0] of the application.
$(BUILD)/app/$(APP_NAME)/name.o: Makefile | $(READY)
	$(Q)mkdir -p $(@D)
	$(Q)echo 'extern const char application_name[]; const char application_name[] = "$(APP_NAME)";' | \
		$(CC) $(BASE_CFLAGS) -x c -c - -o $@

$(BUILD)/kernel.lds: arch/$(ARCH)/kernel.lds.S | $(READY)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -E -P -x c -D__ASSEMBLER__ -Iarch/$(ARCH)/include $< -o $@

# --- linking -----------------------------------------------------------------

LINK = $(CC) $(LDFLAGS) -Wl,-T,$(BUILD)/kernel.lds $(KERNEL_OBJS) $(APP_OBJS) $(APP_LDLIBS) \
	-Wl,--start-group -lc -lm -lgcc -Wl,--end-group

# Twice: the first image tells where the functions are, the second has their names in it.
$(IMAGE).debug: $(KERNEL_OBJS) $(APP_OBJS) $(BUILD)/kernel.lds tools/build/ksyms
	@echo '  LINK    $@'
	$(Q)tools/build/ksyms </dev/null >$(IMAGE).ksyms0.S
	$(Q)$(CC) -m32 -c $(IMAGE).ksyms0.S -o $(IMAGE).ksyms0.o
	$(Q)$(LINK) $(IMAGE).ksyms0.o -o $(IMAGE).pass1
	$(Q)$(NM) $(IMAGE).pass1 | tools/build/ksyms >$(IMAGE).ksyms.S
	$(Q)$(CC) -m32 -c $(IMAGE).ksyms.S -o $(IMAGE).ksyms.o
	$(Q)$(LINK) $(IMAGE).ksyms.o -Wl,-Map,$(IMAGE).map -o $@
	$(Q)rm -f $(IMAGE).pass1 $(IMAGE).ksyms0.*

$(IMAGE).elf: $(IMAGE).debug
	$(Q)$(OBJCOPY) --strip-all $< $@
	@printf '  IMAGE   %s, %s bytes\n' $@ $$(stat -c %s $@)

$(IMAGE).dis: $(IMAGE).debug
	$(Q)$(OBJDUMP) -d $< >$@

-include $(KERNEL_OBJS:.o=.d) $(filter-out %/name.d,$(APP_OBJS:.o=.d)) $(BUILD)/asm_offsets.d

# --- the rest of the tree's rules --------------------------------------------

-include tools/testbed/rules.mk
-include tests/rules.mk
