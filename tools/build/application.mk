# SPDX-License-Identifier: MIT
# Reads an application's app.mk and sets up its build. docs/applications.md describes each
# variable.

APP_DIR     := $(abspath $(APP))
APP_NAME    := $(notdir $(APP_DIR))
PACKAGE_DIR := $(ROOT)/build/packages

APP_WORDS := APP_SRCS APP_MADE APP_CFLAGS APP_CXXFLAGS APP_LDLIBS APP_PACKAGES APP_RAMDISK APP_ARGS APP_MEMORY APP_VCPUS APP_SIZE_MAX APP_STACK_CHECK
KNOWN     := $(.VARIABLES) KNOWN $(APP_WORDS)
-include $(APP_DIR)/app.mk
UNKNOWN   := $(filter APP_%,$(filter-out $(KNOWN),$(.VARIABLES)))

APP_SRCS ?= $(patsubst $(APP_DIR)/%,%,$(wildcard $(addprefix $(APP_DIR)/*.,c cc cpp cxx)))
# A test includes <verdict.h>.
ifneq ($(filter $(ROOT)/tests/guest/% $(ROOT)/tests/checked/%,$(APP_DIR)),)
APP_CFLAGS += -Itests/guest
APP_CXXFLAGS += -Itests/guest
endif

APP_STACK_CHECK ?= yes
STACK_CHECKED = $(if $(filter yes,$(APP_STACK_CHECK)),$(STACK_CHECK))

# make clean and the like need no application.
APP_NEEDED := $(filter-out help clean distclean testbed-clean,$(or $(MAKECMDGOALS),all))

# --- packages -----------------------------------------------------------------

# Each package is unpacked in a folder of its name, and leaves a mark: a file to include. make first
# makes the files that it includes, then reads everything again: so a wildcard in app.mk sees the sources.
package_name = $(subst /,-,$(firstword $(subst @, ,$(patsubst @%,%,$(lastword $(subst :, ,$(1)))))))
package_mark = $(PACKAGE_DIR)/.fetched/$(subst /,+,$(subst :,+,$(1))).mk
APP_MARKS   := $(foreach package,$(APP_PACKAGES),$(call package_mark,$(package)))
ABSENT      := $(filter-out $(wildcard $(APP_MARKS)),$(APP_MARKS))

# Checked before rules are made of them.
FOLDERS       := $(foreach package,$(APP_PACKAGES),$(call package_name,$(package)))
TWICE         := $(strip $(foreach name,$(sort $(FOLDERS)),$(if $(word 2,$(filter $(name),$(FOLDERS))),$(name))))
BAD_PACKAGES  := $(strip $(foreach package,$(APP_PACKAGES),$(if $(findstring =,$(package)),$(package))))
ifneq ($(BAD_PACKAGES),)
$(error $(APP)/app.mk: APP_PACKAGES: '$(firstword $(BAD_PACKAGES))': only npm packages can have a version, after @)
endif
ifneq ($(TWICE),)
$(error $(APP)/app.mk: APP_PACKAGES: two of $(APP_PACKAGES) would be in one folder, $(TWICE))
endif

define package_rule
$(call package_mark,$(1)):
	$(Q)tools/build/package '$(1)' $(PACKAGE_DIR)/$(call package_name,$(1)) $$@

endef

ifneq ($(APP_NEEDED),)
$(foreach package,$(APP_PACKAGES),$(eval $(call package_rule,$(package))))
include $(APP_MARKS)
endif

# --- sources, objects, ramdisk ------------------------------------------------

# Paths are relative to the application's folder, unless they begin with /.
app_paths = $(abspath $(foreach file,$(1),$(if $(filter /%,$(file)),$(file),$(APP_DIR)/$(file))))
APP_PATHS := $(call app_paths,$(APP_SRCS))
APP_FILES := $(call app_paths,$(APP_RAMDISK))
# Sources may lie anywhere, so objects are named after the whole path.
APP_BUILD := $(BUILD)/app/$(APP_NAME)
APP_OBJS  := $(APP_PATHS:%=$(APP_BUILD)%.o) $(APP_BUILD)/name.o
IMAGE     := $(BUILD)/$(APP_NAME)

# --- the domain's config ------------------------------------------------------

# An application's own config replaces the one of the tree. Settings of app.mk go into either.
APP_CFG := $(firstword $(wildcard $(APP_DIR)/domain.cfg) domain.cfg)
# A text quoted for a config, as one word of the shell.
config_text = '"$(subst ','\'',$(subst ",\",$(subst \,\\,$(1))))"'
# Argument: FOLDER/ where image and ramdisk will lie.
app_settings = $(if $(filter domain.cfg,$(APP_CFG)),name='"$(APP_NAME)"' ramdisk=) kernel=$(call config_text,$(1)$(APP_NAME).elf) \
	$(if $(APP_RAMDISK),ramdisk=$(call config_text,$(1)$(APP_NAME).ramdisk)) \
	$(if $(APP_ARGS),extra=$(call config_text,$(APP_ARGS))) \
	$(if $(APP_VCPUS),vcpus=$(APP_VCPUS))
# Arguments: FILE, and FOLDER/ as above.
make_config = memory=$$(tools/build/memory-setting $(APP) $(APP_CFG) $$(cat $(IMAGE).memory) $(APP_MEMORY)) && \
	tools/build/domain-config $(APP_CFG) $(1) $$memory $(call app_settings,$(2))

# --- mistakes -----------------------------------------------------------------

app_error = $(error $(APP)/app.mk: $(1))
is_within = $(shell expr '$(subst ','',$(1))' : '[1-9][0-9]\{0,6\}$$' >/dev/null && [ $(1) -le $(2) ] && echo yes)

ifneq ($(APP_NEEDED),)
ifeq ($(wildcard $(APP_DIR)/.),)
$(error APP=$(APP) is no folder; give one that holds C or C++ files)
endif
ifneq ($(UNKNOWN),)
$(call app_error,$(firstword $(UNKNOWN)) means nothing; an application may set $(APP_WORDS))
endif
ifeq ($(call is_within,$(or $(APP_MEMORY),1),65536),)
$(call app_error,APP_MEMORY is '$(APP_MEMORY)'; it is a number of MiB from 1 to 65536)
endif
ifneq ($(or $(APP_VCPUS),1),1)
$(call app_error,APP_VCPUS is '$(APP_VCPUS)'; it can only be 1 as Ringlet runs on one vCPU)
endif
ifeq ($(filter yes no,$(APP_STACK_CHECK)),)
$(call app_error,APP_STACK_CHECK is '$(APP_STACK_CHECK)'; it is yes or no)
endif
# Files of packages are checked only when the packages are there.
ifeq ($(ABSENT),)
ifeq ($(strip $(APP_SRCS)),)
$(error APP=$(APP) has no C or C++ files and no app.mk that names any; see tools/new-app)
endif
ABSENT := $(filter-out $(APP_MADE) $(wildcard $(APP_PATHS) $(APP_FILES)),$(APP_PATHS) $(APP_FILES))
ifneq ($(ABSENT),)
$(call app_error,$(firstword $(ABSENT)) does not exist; APP_SRCS or APP_RAMDISK names it)
endif
endif
endif
