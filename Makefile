# SPDX-License-Identifier: MIT
# Builds Ringlet and one application into one image. `make help` lists the targets.
#
#   build/newlib/         the C library
#   build/x86_32/         objects, and for each application
#     <app>.elf           what the domain builder loads, stripped
#     <app>.debug         the same with symbols
#     <app>.dis <app>.map disassembly, and the linker's map
#     <app>.ramdisk       its files, if APP_RAMDISK names any
#     <app>.cfg           for `xl create`
#   build/packages/       sources of others that applications are built from
#   build/dist/<app>/     the three files that a Xen host needs
#
# Flags, with their reasons: tools/build/flags.mk.

RINGLET_VERSION := 0.12.0

ARCH  := x86_32
APP   ?= apps/hello
# The folder of an appliance on its Xen host.
TO    ?= /srv/$(APP_NAME)
V     ?= 0
Q     := $(if $(filter 1,$(V)),,@)
ROOT  := $(CURDIR)

# Builds with checks, each in a folder of its own (docs/safety.md): DEBUG=1 checks stacks and
# memory, UBSAN=1 reports undefined behaviour, CHECKED=1 does both.
CHECKED ?= 0
DEBUG   ?= $(CHECKED)
UBSAN   ?= $(CHECKED)
# How long the kernel lock is held: DEBUG=1 has it too, but looks at memory with the lock held.
LOCK_TIME ?= $(DEBUG)
BUILD   := build/$(ARCH)$(if $(filter 1,$(DEBUG)),-debug,$(if $(filter 1,$(LOCK_TIME)),-lock))$(if $(filter 1,$(UBSAN)),-ubsan)

MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

include tools/build/flags.mk

# --- sources -----------------------------------------------------------------

KERNEL_DIRS := lib diag arch/$(ARCH) hypercall events mm kernel domain drivers drivers/xenstore drivers/xenbus \
	vfs fs/dev fs/ram fs/ramdisk posix/files posix/signals posix/time posix/process posix/threads posix/libc api \
	$(if $(filter 1,$(UBSAN)),diag/ubsan)
KERNEL_SRCS := $(filter-out %/asm_offsets.c %.lds.S, \
	$(wildcard $(addsuffix /*.c,$(KERNEL_DIRS)) $(addsuffix /*.S,$(KERNEL_DIRS))))
KERNEL_OBJS := $(KERNEL_SRCS:%=$(BUILD)/%.o)
ARCH_OBJS   := $(filter $(BUILD)/arch/%,$(KERNEL_OBJS))

include tools/build/application.mk

ifeq ($(filter /%,$(firstword $(TO))),)
$(error TO=$(TO): it must be the full path of a folder on the Xen host)
endif

# --- targets -----------------------------------------------------------------

.PHONY: all
all: $(IMAGE).elf $(IMAGE).dis $(IMAGE).cfg ## build image, ramdisk and config of APP (default apps/hello)

.PHONY: dist
dist: $(IMAGE).elf $(IMAGE).cfg ## put the files that a Xen host needs in build/dist (TO=/folder/on/the/host)
	$(Q)rm -rf build/dist/$(APP_NAME) && mkdir -p build/dist/$(APP_NAME)
	$(Q)cp $(IMAGE).elf $(if $(APP_RAMDISK),$(IMAGE).ramdisk) build/dist/$(APP_NAME)
	$(Q)$(call make_config,build/dist/$(APP_NAME)/domain.cfg,$(TO)/)
	@echo '  DIST    build/dist/$(APP_NAME) is to be $(TO) on the Xen host; there: xl create -c $(TO)/domain.cfg'

.PHONY: kernel
kernel: $(KERNEL_OBJS) $(BUILD)/kernel.lds ## compile the kernel, which all applications share

.PHONY: help
help: ## this list
	@echo 'make [TARGET] [APP=FOLDER] [V=1]      V=1 shows whole commands'
	@echo 'DEBUG=1, UBSAN=1, CHECKED=1 (both)    builds with checks: docs/safety.md'
	@echo 'LOCK_TIME=1                           measures how long the kernel lock is held: docs/events.md'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | sort -u | expand -t 20

.PHONY: clean
clean: ## remove what was built of Ringlet and its applications, not newlib or the testbed
	rm -rf build/$(ARCH) build/$(ARCH)-* build/host

.PHONY: distclean
distclean: ## remove all of build/: newlib and the testbed too
	rm -rf build

# --- prerequisites of everything -----------------------------------------------

# Checked in each run, as it takes no time: packages, and room on the disk.
PACKAGES    := gcc gcc-multilib binutils libxen-dev newlib-source xz-utils
TOOLS_READY := prepare
.PHONY: prepare
prepare:
	$(Q)tools/build/prepare $(PACKAGES)

NEWLIB_READY := $(NEWLIB_DIR)/lib/libc.a
$(NEWLIB_READY): tools/build/newlib include/libc_features.h | $(TOOLS_READY)
	$(Q)tools/build/newlib $(NEWLIB) include/libc_features.h

# Xen's headers, but no other headers of the host.
XEN_READY := $(BUILD)/include/xen/ready
$(XEN_READY): | $(TOOLS_READY)
	$(Q)tools/build/xen-headers $(@D)

# These files change only if a command does; then everything it makes is made again.
$(BUILD)/settings: FORCE | $(TOOLS_READY)
	$(Q)tools/build/supplies arch/$(ARCH)
	$(Q)echo '$(subst ','\'',$(KERNEL_CC) $(LDS_CPP))' | tools/build/update $@
$(APP_BUILD)/settings: FORCE | $(TOOLS_READY)
	$(Q)echo '$(subst ','\'',$(APP_CC) $(PACKAGE_CFLAGS) $(APP_CXX) $(LINK))' | tools/build/update $@
.PHONY: FORCE
FORCE:

# The version stands above, and nowhere else.
VERSION_READY := $(BUILD)/include/ringlet_version.h
$(VERSION_READY): FORCE
	$(Q)echo '#define RINGLET_VERSION "$(RINGLET_VERSION)"' | tools/build/update $@

READY     := $(NEWLIB_READY) $(XEN_READY) $(VERSION_READY) $(BUILD)/settings
APP_READY := $(READY) $(APP_BUILD)/settings

include tools/build/cxx.mk

# --- compiling ---------------------------------------------------------------

KERNEL_CC = $(CC) $(KERNEL_CFLAGS)
APP_CC    = $(CC) $(BASE_CFLAGS) $(STACK_CHECKED) $(APP_CFLAGS)
# Sources of others have warnings and undefined behaviour that are not ours to fix.
PACKAGE_CFLAGS := -w -fno-sanitize=undefined
# -undef: in a linker script i386 is a name, not 1.
LDS_CPP   = $(CC) -E -P -undef -x assembler-with-cpp -Iarch/$(ARCH)/include

$(BUILD)/%.c.o: %.c $(READY)
	@echo '  CC      $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(KERNEL_CC) -MMD -MP -c $< -o $@

$(BUILD)/%.S.o: %.S $(BUILD)/include/asm_offsets.h $(READY)
	@echo '  AS      $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(KERNEL_CC) -MMD -MP -c $< -o $@

$(APP_BUILD)/%.o: /% $(APP_READY)
	@echo '  CC      $(<:$(ROOT)/%=%)'
	$(Q)mkdir -p $(@D)
	$(Q)$(APP_CC) $(if $(filter $(PACKAGE_DIR)/%,$<),$(PACKAGE_CFLAGS)) -MMD -MP -c $< -o $@

# argv[0] of the application.
$(APP_BUILD)/name.o: $(APP_READY)
	$(Q)mkdir -p $(@D)
	$(Q)echo 'extern const char application_name[]; const char application_name[] = "$(APP_NAME)";' | \
		$(CC) $(BASE_CFLAGS) -x c -c - -o $@

# The compiler knows these functions as built-ins, with other types.
$(BUILD)/diag/ubsan/%.o: KERNEL_CFLAGS += -fno-sanitize=undefined

# Numbers that C knows and assembly needs.
$(BUILD)/include/asm_offsets.h: arch/$(ARCH)/asm_offsets.c tools/build/asm-offsets $(READY)
	$(Q)$(KERNEL_CC) -MMD -MP -MT $@ -MF $(BUILD)/asm_offsets.d -S $< -o $(BUILD)/asm_offsets.s
	$(Q)tools/build/asm-offsets <$(BUILD)/asm_offsets.s >$@

$(BUILD)/kernel.lds: arch/$(ARCH)/kernel.lds.S $(READY)
	$(Q)$(LDS_CPP) -MMD -MP -MT $@ -MF $(BUILD)/kernel.lds.d $< -o $@

-include $(KERNEL_OBJS:.o=.d) $(APP_OBJS:.o=.d) $(BUILD)/asm_offsets.d $(BUILD)/kernel.lds.d

# --- linking -----------------------------------------------------------------

RAW_MALLOC := $(BUILD)/libraw_malloc.a
$(RAW_MALLOC): $(NEWLIB_READY) tools/build/raw-malloc
	$(Q)tools/build/raw-malloc $(NEWLIB_DIR)/lib/libc.a $@

LINK = $(CC) $(LDFLAGS) $(CXX_LDFLAGS) -T $(BUILD)/kernel.lds $(KERNEL_OBJS) $(APP_OBJS) \
	-Wl,--start-group $(APP_LDLIBS) $(CXX_LIBS) $(RAW_MALLOC) $(LIBS) -Wl,--end-group

$(IMAGE).debug: $(KERNEL_OBJS) $(APP_OBJS) $(RAW_MALLOC) $(BUILD)/kernel.lds tools/build/link tools/build/ksyms
	@echo '  LINK    $@'
	$(Q)tools/build/supplies arch/$(ARCH) $(NM) $(ARCH_OBJS)
	$(Q)tools/build/link $@ $(IMAGE).map $(LINK)

$(IMAGE).elf: $(IMAGE).debug
	$(Q)$(OBJCOPY) --strip-all $< $@
	$(Q)tools/build/image-size $@ $(if $(filter 1,$(DEBUG) $(UBSAN) $(LOCK_TIME)),,$(APP_SIZE_MAX))

$(IMAGE).dis: $(IMAGE).debug
	$(Q)$(OBJDUMP) -d $< >$@

# --- files beside the image --------------------------------------------------

$(IMAGE).ramdisk: FORCE $(filter $(APP_MADE),$(APP_FILES)) | $(TOOLS_READY)
	$(Q)tools/build/ramdisk $@ $(APP_FILES)

# The MiB that it needs to boot: with type="pv", and in the shim.
$(IMAGE).memory: FORCE $(IMAGE).debug $(if $(APP_RAMDISK),$(IMAGE).ramdisk) | $(TOOLS_READY)
	$(Q)tools/build/domain-memory $(IMAGE).debug $(if $(APP_RAMDISK),$(IMAGE).ramdisk) | tools/build/update $@

$(IMAGE).cfg: FORCE $(IMAGE).memory | $(TOOLS_READY)
	$(Q)$(call make_config,$@)

# --- the same sources as a process --------------------------------------------

# A Linux process, for comparison. It uses the host's C library, its canary, and our flags except
# those that hide the host's headers.
LINUX_IMAGE  := build/linux/$(APP_NAME)
LINUX_CFLAGS = $(filter-out $(INCLUDES) $(NO_SYSTEM) -mstack-protector-guard=%,$(BASE_CFLAGS)) $(APP_CFLAGS) -w

.PHONY: linux
linux: $(LINUX_IMAGE) ## build APP as a static 32-bit process of this machine

$(LINUX_IMAGE): $(APP_PATHS) $(APP_BUILD)/settings
	@echo '  LINUX   $@'
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(LINUX_CFLAGS) -static -no-pie $(APP_PATHS) -lm -o $@ 2>$@.log || { cat $@.log; exit 1; }

# --- for editors ---------------------------------------------------------------

CLANG_READY := build/clang-ready
$(CLANG_READY): | $(TOOLS_READY)
	$(Q)tools/build/need-packages clang-14
	$(Q)touch $@

# clangd looks for the file in build/, and needs flags for clang.
.PHONY: compile-commands
compile-commands: $(READY) $(BUILD)/include/asm_offsets.h $(CLANG_READY) ## write build/compile_commands.json: how clangd reads the kernel and APP
	$(Q)tools/build/compile-commands '$(subst ','\'',$(CLANG) $(CLANG_CFLAGS))' $(KERNEL_SRCS) \
		+ '$(subst ','\'',$(CLANG) $(call for_clang,$(BASE_CFLAGS) $(APP_CFLAGS)))' $(filter %.c,$(APP_PATHS)) \
		>build/compile_commands.json

# --- the rest of the tree's rules --------------------------------------------

-include tools/testbed/rules.mk
-include tests/host/rules.mk
-include tests/rules.mk
-include tests/fuzz/rules.mk
-include tests/lint/rules.mk
