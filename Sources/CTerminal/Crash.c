// What is left of a crash: a file that says what was called, and what was said on standard error.
//
// Swift's own reporter takes the terminal for half a minute and asks for a key, where it is installed
// at all; this one asks nothing, and works wherever the program does.
#define _GNU_SOURCE
#include "Internal.h"

#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[PATH_MAX];
static char program[64];

// What standard error was while it is kept, else -1; and where it is kept.
static volatile int told_to = -1;
static int kept = -1;
enum { kept_bytes = 64 * 1024, frame_count = 128 };

static void put(int file, const char *text) { ct_write_patiently(file, text, strlen(text)); }

// snprintf is not among what a handler may call; for numbers it takes no lock and no memory.
static void put_number(int file, const char *format, long number) {
  char text[64];
  snprintf(text, sizeof text, format, number);
  put(file, text);
}

void ct_report_prepare(const char *in, const char *name) {
  snprintf(folder, sizeof folder, "%s", in);
  snprintf(program, sizeof program, "%s", name);
  // The first call loads a library, which a handler could not.
  void *frames[2];
  backtrace(frames, 2);
}

static int open_report(char *path, size_t size) {
  // Every folder on the way that is missing.
  for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(folder, 0700);
    *slash = '/';
  }
  mkdir(folder, 0700);
  snprintf(path, size, "%s/%ld-%d.txt", folder, (long)time(NULL), (int)getpid());
  return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

void ct_report(int number, siginfo_t *info) {
  ct_keep_errors_end();
  if (folder[0] != '/') return;
  char path[PATH_MAX + 64];
  int file = open_report(path, sizeof path);
  if (file < 0) return;
  put(file, program);
  put_number(file, "\nsignal %ld (SIG", number);
  const char *name = sigabbrev_np(number);
  put(file, name ? name : "?");
  put_number(file, "), code %ld", info ? info->si_code : 0);
  if (info != NULL && info->si_code > 0) put_number(file, ", address 0x%lx", (long)info->si_addr);
  put_number(file, ", thread %ld", gettid());
  put_number(file, " of process %ld\n\n", getpid());
  void *frames[frame_count];
  backtrace_symbols_fd(frames, backtrace(frames, frame_count), file);
  if (kept >= 0) {
    put(file, "\nsaid on standard error:\n");
    ct_kept_errors_copy(file);
  }
  close(file);
  put(STDERR_FILENO, "ghostline: crashed (SIG");
  put(STDERR_FILENO, name ? name : "?");
  put(STDERR_FILENO, "): what is known of it is in ");
  put(STDERR_FILENO, path);
  put(STDERR_FILENO, "\n");
}

void ct_keep_errors(void) {
  if (told_to >= 0 || !isatty(STDERR_FILENO)) return;
  if (kept < 0) {
    kept = memfd_create("standard error", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (kept < 0) return;
    // Whoever says more than that is told that there is no room.
    if (ftruncate(kept, kept_bytes) == 0) fcntl(kept, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK);
  }
  lseek(kept, 0, SEEK_SET);
  int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (before < 0) return;
  dup2(kept, STDERR_FILENO);
  told_to = before;
  return;
}

void ct_kept_errors_copy(int file) {
  char text[512];
  off_t count = lseek(kept, 0, SEEK_CUR);
  for (off_t at = 0; at < count;) {
    size_t wanted = (size_t)(count - at) < sizeof text ? (size_t)(count - at) : sizeof text;
    ssize_t got = pread(kept, text, wanted, at);
    if (got <= 0) return;
    ct_write_patiently(file, text, (size_t)got);
    at += got;
  }
}

void ct_keep_errors_end(void) {
  int before = told_to;
  if (before < 0) return;
  told_to = -1;
  dup2(before, STDERR_FILENO);
  close(before);
  ct_kept_errors_copy(STDERR_FILENO);
}
