// What must be C: signal handlers, the flags they set, the terminal itself, and what is left of a
// crash.
//
// Handlers only touch what POSIX allows in a handler. State lives in the C files, once per process.
#ifndef GHOSTLINE_CTERMINAL_H
#define GHOSTLINE_CTERMINAL_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <termios.h>
#include <time.h>

// MARK: Signals (Signals.c)

// Installs the handlers and the pipe that wakes a poll: those of crashes, those that are asked
// politely, and of every other signal that would end us. Returns 0, or an errno. Installing twice
// changes nothing.
int ct_signals_install(void);

// Those of crashes alone.
void ct_crashes_install(void);

// Puts back the handlers that were there before.
void ct_signals_uninstall(void);

// The end of the pipe to watch: readable after a signal. -1 before `ct_signals_install`.
int ct_wake_descriptor(void);

// Empties the pipe.
void ct_wake_drain(void);

// The newest of SIGINT, SIGTERM and SIGHUP that came since the last call, or 0.
int ct_take_termination(void);

// Whether SIGTSTP, SIGWINCH, SIGCONT came since the last call.
bool ct_take_suspension(void);
bool ct_take_resize(void);
bool ct_take_continuation(void);

// Whether the system has refused us the terminal since the last call (SIGTTIN, SIGTTOU).
bool ct_take_denial(void);

// Whether a crash is being handled: then nothing may be drawn any more.
bool ct_is_crashing(void);

// Gives the calling thread a stack of its own for crash handlers, so that a stack overflow can be
// handled too. Once per thread.
void ct_use_alternate_stack(void);

// Blocks all signals but those of crashes in the calling thread.
void ct_block_signals(void);

// MARK: The terminal (Modes.c)

// Opens the terminal that `like` leads to anew: nothing that is read or written there waits, and
// nobody who shares `like` is affected. Returns a descriptor; a copy of `like` where the terminal cannot
// be opened, which may wait; or -1.
int ct_terminal_open(int like);

// Whether the terminal is lent to our process group now.
typedef enum { CT_FOREGROUND, CT_BACKGROUND, CT_GONE } ct_ground;
ct_ground ct_terminal_ground(int descriptor);

// Reads the settings of the terminal now, to come back to. Returns 0, or an errno.
int ct_terminal_remember(int descriptor);

// Has the terminal hand over every byte as it comes and echo none, until its remembered settings
// are put back. Neither does anything in the background. Returns 0, or an errno.
int ct_terminal_make_raw(int descriptor);
void ct_terminal_reset(int descriptor);

// Whether the settings are still those of `ct_terminal_make_raw`.
bool ct_terminal_is_raw(int descriptor);

// Throws away what the terminal has not taken yet, so that a thread which waits for that goes on.
void ct_terminal_discard_output(int descriptor);

// Reads the size of the terminal. Returns 0, or an errno.
int ct_terminal_size(int descriptor, int *columns, int *rows);

// Remembers how to restore the terminal `descriptor` should this process crash: `bytes` are written
// at once, then its present settings as read by `ct_terminal_remember` come back. At most 512 bytes.
void ct_restore_arm(int descriptor, const char *bytes, size_t count);
void ct_restore_disarm(void);

// Does what a crash would do, if armed: for a terminal that no longer takes output.
void ct_restore_now(void);

// Whether somebody outside our process group, of our session, could continue it after a stop: the
// shell that has made the group.
bool ct_can_be_continued(void);

// Stops our process group, and returns when it was continued.
void ct_stop(void);

// MARK: Crashes (Crash.c)

// Says where reports of crashes go, a folder that need not exist, and whose they are.
void ct_report_prepare(const char *folder, const char *program);

// Has what is said on standard error kept while a picture is on the terminal it would go to; the second
// one lets it out there.
void ct_keep_errors(void);
void ct_keep_errors_end(void);

// MARK: A file in memory (Memory.c)

// Opens one to write to; NULL when there is no memory.
FILE *ct_memory_open(void);

// How many bytes were written and not taken, and takes all of them: returns how many that were.
size_t ct_memory_count(FILE *file);
size_t ct_memory_take(FILE *file, void *bytes, size_t count);

// MARK: Waiting (Gate.c)

// A lock with a condition, on the monotonic clock.
typedef struct ct_gate ct_gate;
ct_gate *ct_gate_create(void);
void ct_gate_destroy(ct_gate *gate);
void ct_gate_lock(ct_gate *gate);
void ct_gate_unlock(ct_gate *gate);
void ct_gate_unlock_and_signal(ct_gate *gate);
void ct_gate_wait(ct_gate *gate);
// Returns false when `milliseconds` have passed.
bool ct_gate_wait_for(ct_gate *gate, long milliseconds);

// Waits like ppoll, with the signal mask left alone: Swift's view of the C library has no ppoll.
int ct_poll(struct pollfd *polled, unsigned long count, struct timespec *limit);

#endif
