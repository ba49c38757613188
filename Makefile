# chartc. `make` builds build/chartc; `make help` lists the rest. Objects go to B (default build/).
B ?= build
CC ?= cc
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
# Products and sums are rounded each for itself: no build may fuse them (gcc would where the machine can), or pictures would differ.
STD = -std=c11 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
PKGS = cairo cairo-ft freetype2 raqm harfbuzz libpng libxml-2.0 fontconfig
CPPFLAGS += -I$(B)/gen -I. $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# libxml2 and libraqm are loaded when they are first needed (runtime/lazy.h).
LINKED = $(filter-out raqm libxml-2.0,$(PKGS))
LIBS = $(shell pkg-config --libs $(LINKED) 2>/dev/null) -lm -lpthread
# The command takes cairo and fontconfig from their archives where the machine has them and they link: X11 and xcb then stay out of its
# start-up, 0.8 ms of 4 (docs/dependencies.md).
ARCHIVES = $(foreach a,libcairo.a libpixman-1.a libfontconfig.a libexpat.a,$(shell $(CC) -print-file-name=$(a)))
ARCHIVE_LIBS = $(ARCHIVES) $(shell pkg-config --libs freetype2 harfbuzz libpng zlib 2>/dev/null) -lm -lpthread
LINKS = echo 'int main(void) { return 0; }' | $(CC) -x c -o $(B)/links - -Wl,-u,cairo_ft_font_face_create_for_ft_face \
  -Wl,-u,cairo_pdf_surface_create_for_stream -Wl,-u,cairo_ps_surface_create_for_stream -x none $(ARCHIVE_LIBS) 2>/dev/null
COMMAND_LIBS = $(if $(shell $(LINKS) && echo yes),$(ARCHIVE_LIBS),$(LIBS))
# What a hostile input finds closed: costs nothing that can be measured (docs/trust.md). Sanitizers look at the same places themselves, and
# checked copies take an optimizer. `make HARDEN= HARDEN_LINK=` builds without.
OPTIMIZED = $(filter-out -O0,$(filter -O%,$(CFLAGS)))
X86 := $(filter x86_64-% i686-%,$(shell $(CC) -dumpmachine))
HARDEN = $(if $(findstring -fsanitize,$(CFLAGS)),,$(if $(OPTIMIZED),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) \
  -fstack-protector-strong -fstack-clash-protection $(if $(X86),-fcf-protection))
HARDEN_LINK = -Wl,-z,relro,-z,now,-z,noexecstack
COMPILE = $(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(HARDEN) $(WARN) -fPIC -fvisibility=hidden -MMD -MP

VERSION := $(shell sed -n 's/^.define CHARTC_VERSION "\(.*\)"/\1/p' runtime/version.h)
SONAME = libchartc.so.0
PREFIX ?= /usr/local
DESTDIR ?=

.DELETE_ON_ERROR:
all: $(B)/chartc $(B)/libchartc.a $(B)/libchartc.so

# ---- objects ----

SRC = $(wildcard runtime/*.c grammar/*.c compiler/*.c)
LIB_SRC = $(filter-out compiler/main.c compiler/job.c compiler/options.c compiler/reference.c compiler/limit_page.c compiler/palette_page.c compiler/preset_page.c \
  compiler/progress.c compiler/made.c compiler/sandbox.c,$(SRC))
GEN = $(B)/gen/chart_y.c $(B)/gen/chart_l.c
LIB_OBJ = $(LIB_SRC:%.c=$(B)/%.o) $(GEN:%.c=%.o)
COMMAND_OBJ = $(B)/compiler/main.o $(B)/compiler/job.o $(B)/compiler/options.o $(B)/compiler/reference.o $(B)/compiler/limit_page.o $(B)/compiler/palette_page.o \
  $(B)/compiler/preset_page.o $(B)/compiler/progress.o $(B)/compiler/made.o $(B)/compiler/sandbox.o

# The parser's tables: generated, never committed. Its own warnings are its own.
$(B)/gen/chart_y.c $(B)/gen/chart_y.h &: grammar/chart.y
	@mkdir -p $(@D)
	bison -Werror -Wcounterexamples --defines=$(B)/gen/chart_y.h -o $(B)/gen/chart_y.c $<
$(B)/gen/chart_l.c $(B)/gen/chart_l.h &: grammar/chart.l
	@mkdir -p $(@D)
	flex --header-file=$(B)/gen/chart_l.h -o $(B)/gen/chart_l.c $<
$(B)/gen/%.o: $(B)/gen/%.c $(B)/flags
	$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(HARDEN) -Wall -Wno-unused-function -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<
$(LIB_OBJ): | $(GEN)
# Other flags than last time: everything anew.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@
$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# The pages of `chartc explain`, joined.
$(B)/gen/errors.md: $(sort $(wildcard docs/errors/*.md))
	@mkdir -p $(@D)
	cat $^ > $@
$(B)/compiler/explain.o: CPPFLAGS += -Wa,-I$(B)/gen
$(B)/compiler/explain.o: $(B)/gen/errors.md

# ---- the command and the libraries ----

# All objects with all their names: for the command and the tests.
$(B)/libchartc-dev.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^
$(B)/chartc: $(COMMAND_OBJ) $(B)/libchartc-dev.a
	$(CC) $(CFLAGS) -pie $(HARDEN_LINK) -o $@ $^ $(COMMAND_LIBS)

# One object in which only the names of chartc.h can be seen.
$(B)/libchartc.a: $(LIB_OBJ)
	@rm -f $@
	ld -r -o $(B)/libchartc.o $^
	objcopy --localize-hidden $(B)/libchartc.o
	ar rcs $@ $(B)/libchartc.o
$(B)/$(SONAME): $(LIB_OBJ)
	$(CC) $(CFLAGS) -shared $(HARDEN_LINK) -Wl,-soname,$(SONAME) -Wl,--no-undefined -o $@ $^ $(LIBS)
$(B)/libchartc.so: $(B)/$(SONAME)
	ln -sf $(SONAME) $@
$(B)/chartc.pc: runtime/version.h Makefile
	@mkdir -p $(@D)
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' 'Name: chartc' \
	  'Description: compiles declarative figures to PDF, PNG, SVG, EPS and PS' 'Version: $(VERSION)' \
	  'Requires.private: $(LINKED)' 'Libs: -L$${libdir} -lchartc' 'Libs.private: -lm -lpthread' \
	  'Cflags: -I$${includedir}' > $@

# ---- install ----

INSTALLED = bin/chartc lib/$(SONAME) lib/libchartc.so lib/libchartc.a lib/pkgconfig/chartc.pc include/chartc.h \
	share/man/man1/chartc.1 share/doc/chartc share/chartc
TO = $(DESTDIR)$(PREFIX)
install: all $(B)/chartc.pc
	install -d $(TO)/bin $(TO)/lib/pkgconfig $(TO)/include $(TO)/share/man/man1 $(TO)/share/doc/chartc $(TO)/share/chartc
	install -m 755 $(B)/chartc $(TO)/bin/
	install -m 755 $(B)/$(SONAME) $(TO)/lib/
	ln -sf $(SONAME) $(TO)/lib/libchartc.so
	install -m 644 $(B)/libchartc.a $(TO)/lib/
	install -m 644 $(B)/chartc.pc $(TO)/lib/pkgconfig/
	install -m 644 compiler/chartc.h $(TO)/include/
	install -m 644 docs/chartc.1 $(TO)/share/man/man1/
	install -m 644 README.md $(wildcard LICENSE CHANGELOG.md) $(TO)/share/doc/chartc/
	cp -R runtime/fonts $(TO)/share/chartc/
uninstall:
	cd $(TO) && rm -rf $(INSTALLED)

# ---- tests ----

# Each program prints what cmocka prints; tests/run counts.
TEST_LIBS = -lcmocka -lxml2 # which reads the SVGs back
TEST_CC = $(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(WARN) -Wno-missing-prototypes -MMD -MP
UNIT = $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))
GOLDEN = $(B)/tests/golden
PROOF = $(B)/tests/proof
EXTREMES = $(B)/tests/extremes
REPLAY = $(B)/tests/replay
$(B)/tests/%: tests/unit/%.c $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -o $@ $< $(B)/libchartc-dev.a $(LIBS) $(TEST_LIBS)
$(B)/tests/test_sqlite: TEST_LIBS += -lsqlite3 # which makes the databases
# The arithmetic on pictures, for the specs of the tree and for random ones.
LAWS = $(addprefix tests/proof/,picture.c laws.c drawn.c)
$(GOLDEN): $(wildcard tests/golden/*.c) $(wildcard tests/golden/*.h) $(LAWS) $(wildcard tests/proof/*.h) $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -MF $@.d -o $@ $(filter %.c,$^) $(B)/libchartc-dev.a $(LIBS) $(TEST_LIBS)

$(PROOF): $(wildcard tests/proof/*.c) $(wildcard tests/proof/*.h) $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -MF $@.d -o $@ $(filter %.c,$^) $(B)/libchartc-dev.a $(LIBS) $(TEST_LIBS)

# Small specs with extreme values, held to time and memory.
$(EXTREMES): $(wildcard tests/extremes/*.c) $(wildcard tests/extremes/*.h) $(wildcard tests/proof/gen*.c) tests/proof/gen.h $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -MF $@.d -o $@ $(filter %.c,$^) $(B)/libchartc-dev.a $(LIBS) $(TEST_LIBS)

# The command and the library with every call that can fail in their own hands (tests/faults/faults.c); once more with the search for leaks.
FAULTS = $(B)/tests/faults
LEAKS = $(if $(findstring -fsanitize,$(CFLAGS)),,$(B)/tests/faults_leaks)
SPARED = FcInitLoadConfigAndFonts FcConfigSubstitute FcFontMatch FcDefaultSubstitute
$(B)/tests/command_main.o: $(B)/compiler/main.o
	@mkdir -p $(@D)
	objcopy --redefine-sym main=chartc_main $< $@
$(B)/tests/faults_leaks: SEARCH = -fsanitize=leak -DFAULTS_LEAKS
$(FAULTS) $(LEAKS): $(wildcard tests/faults/*.c) $(wildcard tests/faults/*.h) $(B)/tests/command_main.o $(COMMAND_OBJ) $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) $(SEARCH) -rdynamic $(SPARED:%=-Wl,--wrap=%) -MF $@.d -o $@ $(filter tests/%.c,$^) $(B)/tests/command_main.o $(filter-out %/main.o,$(COMMAND_OBJ)) $(B)/libchartc-dev.a $(COMMAND_LIBS)

# Builds with other flags stand in folders of their own. Numbers with a comma for a point: a law is tested in this locale.
SANITIZE = -O1 -g -fno-omit-frame-pointer
ASAN = B=$(B)/asan CFLAGS="$(SANITIZE) -fsanitize=address,undefined -fno-sanitize-recover=undefined"
TSAN = B=$(B)/tsan CFLAGS="$(SANITIZE) -fsanitize=thread"
CLI_TESTS = $(wildcard tests/cli/test_*)
TREE_TESTS = $(CLI_TESTS) $(wildcard tests/tree/test_*)
export TSAN_OPTIONS = suppressions=$(CURDIR)/tests/tsan.supp
export LSAN_OPTIONS = suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0
export LOCPATH = $(CURDIR)/$(B)/locale
$(B)/locale/de_DE.UTF-8:
	@mkdir -p $(@D)
	localedef -i de_DE -f UTF-8 $(CURDIR)/$@
programs: all $(UNIT) $(GOLDEN) $(PROOF) $(EXTREMES) $(REPLAY) $(FAULTS) $(LEAKS) $(B)/locale/de_DE.UTF-8

unit: $(UNIT)
	tests/run $(UNIT)
golden: all $(GOLDEN) $(B)/locale/de_DE.UTF-8
	tests/run B=$(B) $(GOLDEN)
# Random specs held to the laws of pictures: `make proof SEED=7 COUNT=20000`.
SEED ?= 1
COUNT ?= 2000
proof: $(PROOF)
	$(PROOF) --seed $(SEED) --count $(COUNT) --stats
# Specs with extreme values: `make extremes SEED=7 COUNT=20000`.
extremes: $(EXTREMES)
	$(EXTREMES) --seed $(SEED) --count $(COUNT) --stats
check: programs
	tests/run B=$(B) $(UNIT) $(GOLDEN) $(PROOF) $(EXTREMES) $(REPLAY) $(FAULTS) $(LEAKS) $(TREE_TESTS)
asan:
	PROOF_COUNT=300 $(MAKE) $(ASAN) FAULTS= LEAKS= TREE_TESTS="$(CLI_TESTS)" check
tsan: $(B)/tsan/tests/test_threads
	tests/run $(B)/tsan/tests/test_threads
$(B)/tsan/tests/test_threads: FORCE
	$(MAKE) $(TSAN) $@
# Every fault in turn, tests/faults; `make check` tries some.
faults: $(FAULTS) $(LEAKS)
	$(FAULTS) --full
	$(LEAKS) --full --part library
# All of the above, counted together.
ci: programs $(B)/tsan/tests/test_threads
	$(MAKE) $(ASAN) programs
	tests/run B=$(B) $(UNIT) $(GOLDEN) $(PROOF) $(EXTREMES) $(REPLAY) $(FAULTS) $(LEAKS) $(TREE_TESTS) tests/lint/test_lint $(B)/tsan/tests/test_threads \
	  B=$(B)/asan PROOF_COUNT=300 $(UNIT:$(B)/%=$(B)/asan/%) $(B)/asan/tests/golden $(B)/asan/tests/proof $(B)/asan/tests/extremes $(B)/asan/tests/replay $(CLI_TESTS)
# Writes what cases give into their .ir, .scene and .stderr files; the notes in the cases are for people to write.
bless: $(GOLDEN)
	$(GOLDEN) --bless
FORCE:
# Lines and branches that the tests reach; a test that fails does not keep them back. Counting takes time: fewer random specs, and no time is held.
COV = B=$(B)/cov CFLAGS="-O0 -g --coverage"
cov:
	$(MAKE) $(COV) programs
	find $(B)/cov -name '*.gcda' -delete
	PROOF_COUNT=$${PROOF_COUNT:-400} $(MAKE) $(COV) TREE_TESTS="$(CLI_TESTS)" check; status=$$?; cd $(B)/cov && \
	  find . -name '*.gcda' ! -path './tests/*' | xargs gcov -b -r -s $(CURDIR) -n 2>/dev/null | $(CURDIR)/tests/coverage && exit $$status

# ---- fuzzing ----

# A target is a file of tests/fuzz. REPLAY runs what fuzzing kept through all of them, in any build.
TARGETS = $(patsubst tests/fuzz/target_%.c,%,$(wildcard tests/fuzz/target_*.c))
FUZZ_KIT = tests/fuzz/kit.c tests/fuzz/data.c tests/fuzz/change_ir.c
$(B)/gen/fuzz_targets.def: $(TARGETS:%=tests/fuzz/target_%.c)
	@mkdir -p $(@D)
	printf 'TARGET(%s)\n' $(TARGETS) > $@
$(B)/tests/target_%.o: tests/fuzz/target_%.c
	@mkdir -p $(@D)
	$(TEST_CC) -DLLVMFuzzerTestOneInput=target_$* -c -o $@ $<
$(REPLAY): tests/fuzz/replay.c $(FUZZ_KIT) $(TARGETS:%=$(B)/tests/target_%.o) $(B)/gen/fuzz_targets.def $(B)/libchartc-dev.a
	$(TEST_CC) -MF $@.d -o $@ $(filter %.c %.o,$^) $(B)/libchartc-dev.a $(LIBS) $(TEST_LIBS)
# The same targets driven by clang's libFuzzer: `make fuzz TARGETS="csv json" SECONDS=1800`.
FUZZERS = $(TARGETS:%=$(B)/fuzz/%)
$(FUZZERS): $(B)/fuzz/%: tests/fuzz/target_%.c $(FUZZ_KIT) $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -MF $@.d -fsanitize=fuzzer -o $@ $(filter %.c,$^) $(B)/libchartc-dev.a $(LIBS) -lxml2
$(B)/fuzz/dictionary: tests/fuzz/dictionary.c $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -o $@ $< $(B)/libchartc-dev.a $(LIBS)
fuzzers: $(FUZZERS) $(B)/fuzz/dictionary
SECONDS ?= 60
fuzz:
	$(MAKE) B=$(B)/fuzz CC=$(CLANG) CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined" \
	  TARGETS="$(TARGETS)" fuzzers
	tests/fuzz/campaign $(B)/fuzz/fuzz $(SECONDS) $(TARGETS)

# The same bytes by other compilers and at other levels: each build draws every spec. Builds stand in B/bytes.
BYTES = $(B)/bytes
bytes: programs
	$(MAKE) B=$(BYTES)/gcc-O0 CC=gcc CFLAGS=-O0 $(BYTES)/gcc-O0/chartc
	$(MAKE) B=$(BYTES)/gcc-O3-native CC=gcc CFLAGS="-O3 -march=native" $(BYTES)/gcc-O3-native/chartc
	$(MAKE) B=$(BYTES)/clang-O0 CC=$(CLANG) CFLAGS=-O0 $(BYTES)/clang-O0/chartc
	$(MAKE) B=$(BYTES)/clang-O2 CC=$(CLANG) CFLAGS=-O2 $(BYTES)/clang-O2/chartc
	BUILDS="$(addprefix $(CURDIR)/$(BYTES)/,gcc-O0 gcc-O3-native clang-O0 clang-O2)" tests/run B=$(B) tests/tree/test_bytes

# ---- times ----

$(B)/bench/floor: tests/bench/floor.c
	@mkdir -p $(@D)
	$(CC) $(STD) -O2 $(WARN) $(shell pkg-config --cflags cairo cairo-ft freetype2 harfbuzz) -o $@ $< \
	  $(shell pkg-config --libs cairo cairo-ft freetype2 harfbuzz) -lm
$(B)/bench/bench: tests/bench/bench.c tests/bench/bench_run.c tests/bench/bench_run.h $(B)/libchartc-dev.a
	@mkdir -p $(@D)
	$(TEST_CC) -o $@ $(filter %.c,$^) $(B)/libchartc-dev.a $(LIBS)
bench: $(B)/chartc $(B)/bench/floor $(B)/bench/bench
	$(B)/bench/bench $(B)
# Files of ROWS rows, made once. The floor is compiled for this very machine.
ROWS ?= 1000000
$(B)/bench/floor_rows: tests/bench/floor_rows.c
	@mkdir -p $(@D)
	$(CC) $(STD) -O3 -march=native $(WARN) $(shell pkg-config --cflags cairo) -o $@ $< $(shell pkg-config --libs cairo) -lpthread
$(B)/bench/rows: tests/bench/rows.c
	@mkdir -p $(@D)
	$(CC) $(STD) -O2 $(WARN) -o $@ $< -lm
$(B)/bench/rows$(ROWS).csv: $(B)/bench/rows
	$< $(ROWS) > $@
$(B)/bench/bench_rows: tests/bench/bench_rows.c tests/bench/bench_run.c tests/bench/bench_run.h
	@mkdir -p $(@D)
	$(TEST_CC) -o $@ $(filter %.c,$^)
bench-rows: $(B)/chartc $(B)/bench/floor_rows $(B)/bench/bench_rows $(B)/bench/rows$(ROWS).csv
	$(B)/bench/bench_rows $(B) $(ROWS)

# ---- the rest ----

# A page with every spec and its picture.
GALLERY ?= $(B)/gallery
gallery: $(B)/chartc
	PATH="$(abspath $(B)):$$PATH" specs/gallery $(abspath $(GALLERY))

# FOR=build: without what only tests take
DEPS = $(shell sed $(if $(filter build,$(FOR)),-e '/^\# test/Q') -e '/^\#/d' docs/packages.txt)
ROOT = $(shell test "$$(id -u)" = 0 || echo sudo)
deps:
	@missing=$$(for p in $(DEPS); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || \
	  printf '%s ' $$p; done); \
	test -z "$$missing" || { $(ROOT) apt-get update && \
	  DEBIAN_FRONTEND=noninteractive $(ROOT) apt-get install -y --no-install-recommends $$missing; }

# ---- what other programs find in the sources; versions are those of Debian 12 ----

C_FILES = $(wildcard runtime/*.[ch] grammar/*.[ch] compiler/*.[ch] tests/*/*.[ch])
CLANG ?= clang-14
CLANG_TIDY ?= clang-tidy-14
EACH = xargs -P $(shell nproc)
lint: $(GEN)
	tests/run B=$(B) tests/lint/test_lint
tidy: $(GEN) $(B)/gen/fuzz_targets.def
	@printf '%s\n' $(filter %.c,$(C_FILES)) | $(EACH) -n 6 sh -c '$(CLANG_TIDY) --quiet "$$@" -- $(STD) $(CPPFLAGS) -Wa,-I$(B)/gen' -
cppcheck: $(GEN)
	@cppcheck -q -j $$(nproc) --std=c11 --language=c --enable=warning,performance,portability --error-exitcode=1 \
	  --suppressions-list=tests/lint/cppcheck.supp -I. -I$(B)/gen runtime compiler grammar
# Other levels of optimization and another compiler see other things.
unoptimized: $(GEN) $(B)/gen/fuzz_targets.def
	@printf '%s\n' $(filter %.c,$(C_FILES)) | $(EACH) -n 1 \
	  $(CC) $(STD) $(CPPFLAGS) -Wa,-I$(B)/gen -O0 $(WARN) -Wno-missing-prototypes -Werror -fsyntax-only
clang:
	$(MAKE) -j $(shell nproc) B=$(B)/clang CC="$(CLANG)" CFLAGS="-O2 -Werror" programs
# Paths through every function, for many minutes; findings are looked through by people (docs/trust.md).
analyze: $(GEN) $(B)/gen/fuzz_targets.def
	printf '%s\n' $(filter-out tests/%,$(filter %.c,$(C_FILES))) | nice $(EACH) -n 1 sh -c \
	  '$(CLANG_TIDY) --quiet --checks="-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.*" "$$@" -- $(STD) $(CPPFLAGS) -Wa,-I$(B)/gen' - || true
	nice $(MAKE) B=$(B)/analyze CC=gcc CFLAGS="-O2 -fanalyzer" $(B)/analyze/chartc
# C files in the style of .clang-format, by the version that it is written for.
CLANG_FORMAT ?= clang-format-14
format:
	$(CLANG_FORMAT) -i $(C_FILES)
formatted:
	@$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)
docs: $(B)/chartc
	$(B)/chartc --manual > docs/chartc.1
	$(B)/chartc list markdown > docs/reference.md
	$(B)/chartc list limits > docs/limits.md
	$(B)/chartc list palettes > docs/palettes.md
	$(B)/chartc list presets > docs/presets.md
	$(B)/chartc list swatches > $(B)/palettes.scene
	$(B)/chartc --no-provenance $(B)/palettes.scene -o docs/palettes.svg
dist:
	@mkdir -p $(B)
	git archive --prefix=chartc-$(VERSION)/ -o $(B)/chartc-$(VERSION).tar.gz HEAD
clean:
	rm -rf $(B)
help:
	@printf '%s\n' 'make            build/chartc and the libraries' \
	  'make check      every test; the last line counts' 'make unit       unit tests alone' \
	  'make golden     golden cases, laws and documents alone' \
  'make proof      random specs held to the laws of pictures; SEED= COUNT=' 'make extremes   extreme specs held to time and memory; SEED= COUNT=' 'make bless      rewrite the goldens' \
	  'make faults     every allocation and every call fails in turn' \
	  'make ci         all tests, plain and under sanitizers, counted together' \
	  'make bytes      the same bytes by four further builds' 'make asan       every test under ASan and UBSan' 'make tsan       the thread tests under TSan' \
	  'make cov        lines and branches that the tests reach, a file and a folder' 'make fuzz        a minute of each fuzz target; TARGETS= SECONDS=' \
	  'make bench      times against hand-written programs' 'make bench-rows ROWS=10000000   the same for large files' 'make gallery    every spec and its picture on a page' 'make docs       rewrite the generated documents' \
	  'make lint       warnings of other compilers, clang-tidy, cppcheck' 'make analyze    gcc -fanalyzer and the analyzer of clang' \
	  'make format     C files in the style of .clang-format' \
	  'make deps       install the Debian packages of docs/packages.txt (FOR=build: what building takes)' \
	  'make install    DESTDIR= PREFIX=/usr/local' 'make uninstall' 'make dist       a tar file' 'make clean'
.PHONY: bytes all programs unit golden proof extremes faults check bless asan tsan ci cov fuzz fuzzers bench bench-rows gallery deps lint tidy cppcheck unoptimized clang analyze format formatted docs dist install uninstall clean help
-include $(shell find $(B) -name '*.d' 2>/dev/null)
