// What the files of this target know of each other, and nobody else.
#ifndef GHOSTLINE_CTERMINAL_INTERNAL_H
#define GHOSTLINE_CTERMINAL_INTERNAL_H

#include "CTerminal.h"

// The signals that a crash raises: never blocked.
extern const int ct_crashes[];
extern const int ct_crash_count;

// Writes the report of a crash and tells where it is. For a signal handler.
void ct_report(int number, siginfo_t *info);

// Writes without ever waiting for long: the terminal may take nothing, or a thread that draws may
// hold it for a moment. For a signal handler.
void ct_write_patiently(int descriptor, const char *bytes, size_t count);

// Copies what was said on standard error while it was kept.
void ct_kept_errors_copy(int file);

#endif
