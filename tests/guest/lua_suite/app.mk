# SPDX-License-Identifier: MIT
# Lua as a library, and its authors' own tests: those of Lua 5.3, in some 360 pieces, which npm
# serves in the package of an interpreter that is written in JavaScript.
APP_PACKAGES := lua5.4 npm:fengari@0.1.5
APP_SRCS     := main.c $(ROOT)/apps/lua/stack.c $(filter-out %/luac.c %/lua.c,$(wildcard $(PACKAGE_DIR)/lua5.4/src/*.c))
APP_CFLAGS   := -DLUA_COMPAT_5_3 -Iapps/lua -I$(PACKAGE_DIR)/lua5.4/src

SUITE        := $(ROOT)/$(BUILD)/app/lua_suite/files
APP_RAMDISK  := $(SUITE)
APP_MADE     := $(SUITE)
$(SUITE): $(APP_DIR)/extract.js $(APP_DIR)/left_out
	$(Q)rm -rf $@ $@.new && mkdir -p $@.new/suite
	$(Q)node $< $(PACKAGE_DIR)/fengari/test/test-suite $(APP_DIR)/left_out $@.new/suite
	$(Q)mv $@.new $@
