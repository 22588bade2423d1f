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

// Fills in one character cell; `pair` may be above 32767, which the short of setcchar cannot hold.
static inline int nc_setcchar(cchar_t *cell, wchar_t scalar, attr_t attributes, int pair) {
  wchar_t text[2] = {scalar, 0};
  return setcchar(cell, text, attributes, 0, &pair);
}

// The terminfo string of a capability, or NULL.
static inline const char *nc_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

// Makes wide characters work: the locale of the user, or plain UTF-8 if that is not UTF-8.
static inline void nc_use_utf8(void) {
  setlocale(LC_CTYPE, "");
  const char *codeset = nl_langinfo(CODESET);
  if (!codeset || (codeset[0] != 'U' && codeset[0] != 'u')) setlocale(LC_CTYPE, "C.UTF-8");
}

#endif
