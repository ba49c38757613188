# chartc. `make` builds build/chartc; `make help` lists the rest. Objects go to B (default build/).
B ?= build
CC ?= cc
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
STD = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
PKGS = cairo cairo-ft freetype2 raqm libpng libxml-2.0 fontconfig
CPPFLAGS += -I$(B)/gen -I. $(shell pkg-config --cflags $(PKGS))
LIBS = $(shell pkg-config --libs $(PKGS)) -lm -lpthread

.DELETE_ON_ERROR:
all: $(B)/chartc

SRC = $(wildcard runtime/*.c grammar/*.c compiler/*.c)
LIB_SRC = $(filter-out compiler/main.c,$(SRC))
GEN = $(if $(wildcard grammar/chart.y),$(B)/gen/chart_y.c) $(if $(wildcard grammar/chart.l),$(B)/gen/chart_l.c)
LIB_OBJ = $(LIB_SRC:%.c=$(B)/%.o) $(GEN:%.c=%.o)

# The parser's tables: generated, never committed. Its own warnings are its own.
$(B)/gen/chart_y.c $(B)/gen/chart_y.h &: grammar/chart.y
	@mkdir -p $(@D)
	bison -Werror -Wcounterexamples --defines=$(B)/gen/chart_y.h -o $(B)/gen/chart_y.c $<
$(B)/gen/chart_l.c $(B)/gen/chart_l.h &: grammar/chart.l
	@mkdir -p $(@D)
	flex --header-file=$(B)/gen/chart_l.h -o $(B)/gen/chart_l.c $<
$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -Wall -Wno-unused-function -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<
$(LIB_OBJ): | $(GEN)
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(WARN) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

$(B)/libchartc-dev.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^
$(B)/chartc: $(B)/compiler/main.o $(B)/libchartc-dev.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

# Unit tests: tests/unit/test_NAME.c, one cmocka program each.
UNIT = $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))
$(B)/tests/%: tests/unit/%.c $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(WARN) -Wno-missing-prototypes -MMD -MP -o $@ $< $(B)/libchartc-dev.a $(LIBS) -lcmocka
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

clean:
	rm -rf $(B)
.PHONY: all unit clean
-include $(shell find $(B) -name '*.d' 2>/dev/null)
