# SPDX-License-Identifier: MIT
# Meschach, a library of numerical linear algebra, from Debian's source.
APP_PACKAGES := meschach
APP_SRCS     := main.c torture.c $(addprefix $(PACKAGE_DIR)/meschach/,$(file <$(APP_DIR)/sources))
# -w: torture.c is code of others.
APP_CFLAGS   := -I$(PACKAGE_DIR)/meschach -w
