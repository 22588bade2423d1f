// What must be C: signal handlers, the flags they set, and the restoring of the terminal in a crash.
//
// Handlers only touch what POSIX allows in a handler. State lives in CTerminal.c, once per process.
#ifndef GHOSTLINE_CTERMINAL_H
#define GHOSTLINE_CTERMINAL_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>
#include <time.h>

// Installs the handlers and the pipe that wakes a poll. Returns 0, or an errno. Installing twice
// changes nothing.
int ct_signals_install(void);

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

// Remembers how to restore the terminal `descriptor` should this process crash: `bytes` are written
// at once, then its present settings as read by `ct_terminal_remember` come back. At most 512 bytes.
void ct_restore_arm(int descriptor, const char *bytes, size_t count);
void ct_restore_disarm(void);

// Reads the settings of the terminal now, to come back to. Returns 0, or an errno.
int ct_terminal_remember(int descriptor);

// Has the terminal hand over every byte as it comes and echo none, until its remembered settings
// are put back. Returns 0, or an errno.
int ct_terminal_make_raw(int descriptor);
void ct_terminal_reset(int descriptor);

// Throws away what the terminal has not taken yet, so that a thread which waits for that goes on.
void ct_terminal_discard_output(int descriptor);

// Does what a crash would do, if armed: for a terminal that no longer takes output.
void ct_restore_now(void);

// Whether a crash is being handled: then nothing may be drawn any more.
bool ct_is_crashing(void);

// Gives the calling thread a stack of its own for crash handlers, so that a stack overflow can be
// handled too. Once per thread.
void ct_use_alternate_stack(void);

// Blocks all signals but those of crashes in the calling thread.
void ct_block_signals(void);

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

// Reads the size of the terminal. Returns 0, or an errno.
int ct_terminal_size(int descriptor, int *columns, int *rows);

#endif
