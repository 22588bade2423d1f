// Makes ncursesw usable from Swift: no header flags from pkg-config (the package manager refuses
// them), accessors instead of mutable globals and macros that the importer drops.
#ifndef GHOSTLINE_CNCURSES_SHIM_H
#define GHOSTLINE_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <wchar.h>

// Makes a variable of the environment say nothing, without moving any: other threads may read them.
static inline void nc_blank(const char *name) {
  char *value = getenv(name);
  if (value) *value = 0;
}

// Starts curses for the terminal that TERM names, writing to a file; NULL when TERM is not known. The
// size is told later: two variables know another one, and nobody bounds what they say.
static inline SCREEN *nc_newterm(FILE *output) {
  nc_blank("LINES");
  nc_blank("COLUMNS");
  return newterm(NULL, output, stdin);
}

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline int nc_colors(void) { return COLORS; }

static inline attr_t nc_bold(void) { return A_BOLD; }
static inline attr_t nc_underline(void) { return A_UNDERLINE; }
static inline attr_t nc_reverse(void) { return A_REVERSE; }

// What follows the character of a cell, up to the first 0: curses writes it as it is.
typedef struct {
  wchar_t scalars[CCHARW_MAX - 1];
} nc_followers;

// Fills in one character cell; `pair` may be above 32767, which the short of setcchar cannot hold.
// setcchar would leave out followers that the C library gives a column of their own, such as vowel
// signs on terminals that draw them into the letter's.
static inline int nc_setcchar(
    cchar_t *cell, wchar_t scalar, nc_followers followers, attr_t attributes, int pair) {
  wchar_t text[2] = {scalar, 0};
  int result = setcchar(cell, text, attributes, 0, &pair);
  for (int i = 1; i < CCHARW_MAX; i++) cell->chars[i] = followers.scalars[i - 1];
  return result;
}

// What the C library says of the columns of all scalars below `count`.
static inline void nc_widths(signed char *widths, int count) {
  for (int scalar = 0; scalar < count; scalar++) widths[scalar] = (signed char)wcwidth(scalar);
}

// The terminfo string of a capability, or NULL.
static inline const char *nc_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

typedef struct {
  char bytes[256];
  size_t count;
} nc_kept;

// Inside a function: variables of a header are not linked into Swift.
static inline nc_kept *nc_kept_writing(void) {
  static nc_kept kept;
  return &kept;
}

static inline int nc_keep(int byte) {
  nc_kept *kept = nc_kept_writing();
  // Padding is NULs; and the end of the buffer stays one.
  if (byte && kept->count < sizeof kept->bytes - 1) kept->bytes[kept->count++] = (char)byte;
  return byte;
}

// What is to be written for a capability, without its padding codes, which `tputs` obeys instead of
// printing them. Empty where there is none; valid until the next call, on one thread.
static inline const char *nc_writing(const char *name) {
  nc_kept *kept = nc_kept_writing();
  const char *value = nc_capability(name);
  kept->count = 0;
  if (value) tputs(value, 1, nc_keep);
  kept->bytes[kept->count] = 0;
  return kept->bytes;
}

// Whether the terminal that TERM names is known, and has a cursor that can be placed.
static inline int nc_can_place(void) {
  int problem = 0;
  if (setupterm(NULL, 1, &problem) != OK) return 0;
  int result = nc_capability("cup") != NULL;
  del_curterm(cur_term);
  return result;
}

// The extension `RGB` in each of its three forms: a flag, bits of every channel, bits of each.
static inline int nc_rgb_flag(void) { return tigetflag("RGB") > 0; }
static inline int nc_rgb_number(void) { return tigetnum("RGB"); }
static inline const char *nc_rgb_text(void) { return nc_capability("RGB"); }

// Makes wide characters work: the locale of the user, or plain UTF-8 if that is not UTF-8; tells
// whether the user's is.
static inline int nc_use_utf8(void) {
  setlocale(LC_CTYPE, "");
  const char *codeset = nl_langinfo(CODESET);
  if (codeset && (codeset[0] == 'U' || codeset[0] == 'u')) return 1;
  setlocale(LC_CTYPE, "C.UTF-8");
  return 0;
}

#endif
