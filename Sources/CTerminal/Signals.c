// Handlers of signals: they set flags and wake a poll, or leave the terminal as it was and let the
// process end of what it was sent.
#define _GNU_SOURCE
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const int polite[] = {SIGINT,   SIGTERM, SIGHUP,  SIGTSTP,
                             SIGWINCH, SIGCONT, SIGTTIN, SIGTTOU};
const int ct_crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGQUIT, SIGSYS};
enum {
  polite_count = sizeof polite / sizeof polite[0],
  crash_count = sizeof ct_crashes / sizeof ct_crashes[0]
};
const int ct_crash_count = crash_count;

static struct sigaction polite_before[polite_count];
static struct sigaction crash_before[crash_count];
static struct sigaction ending_before[NSIG];
static struct sigaction pipe_before;
static bool installed, crashes_installed;

static atomic_int termination, suspension, resize, continuation, denial, crashing;
static int wake_pipe[2] = {-1, -1};

static void wake(void) {
  int saved = errno;
  if (write(wake_pipe[1], "!", 1) < 0) {
    // The pipe is full: the reader will wake anyway.
  }
  errno = saved;
}

static void on_polite(int number) {
  switch (number) {
  case SIGTSTP: atomic_store(&suspension, 1); break;
  case SIGWINCH: atomic_store(&resize, 1); break;
  case SIGCONT: atomic_store(&continuation, 1); break;
  case SIGTTIN:
  case SIGTTOU: atomic_store(&denial, 1); break;
  case SIGHUP: {
    // Whoever takes it for something else than an end must not lose the end that came just before.
    int none = 0;
    atomic_compare_exchange_strong(&termination, &none, number);
    break;
  }
  default: atomic_store(&termination, number); break;
  }
  wake();
}

// Which signals end a process by default and are neither asked politely nor a crash.
static bool is_ending(int number) {
  switch (number) {
  case SIGUSR1:
  case SIGUSR2:
  case SIGALRM:
  case SIGVTALRM:
  case SIGPROF:
  case SIGXCPU:
  case SIGXFSZ:
  case SIGIO:
  case SIGPWR:
  case SIGSTKFLT: return true;
  default: return number >= SIGRTMIN && number <= SIGRTMAX;
  }
}

static void end_of(int number) {
  struct sigaction plain;
  memset(&plain, 0, sizeof plain);
  sigemptyset(&plain.sa_mask);
  plain.sa_handler = SIG_DFL;
  sigaction(number, &plain, NULL);
}

static void on_ending(int number, siginfo_t *info, void *context) {
  (void)context;
  // A file that may not grow is an error of the write, for whoever writes: it ends no match.
  if (number == SIGXFSZ && info != NULL && info->si_pid == getpid()) return;
  atomic_store(&crashing, 1);
  ct_restore_now();
  end_of(number);
  raise(number);
}

// Whoever asked for Swift's own report gets that; it may take the terminal and ask for a key.
static bool was_report_chosen;

static void on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  bool is_first = !atomic_exchange(&crashing, 1);
  ct_restore_now();
  if (is_first) ct_report(number, info);
  end_of(number);
  for (int i = 0; i < crash_count; i++) {
    struct sigaction before = crash_before[i];
    // Shells start background jobs with SIGQUIT ignored; a crash must still end the process.
    bool is_ignored = !(before.sa_flags & SA_SIGINFO) && before.sa_handler == SIG_IGN;
    if (ct_crashes[i] == number && was_report_chosen && !is_ignored) sigaction(number, &before, NULL);
  }
  // A fault comes again by itself once we return, with the right address for whoever handles it
  // next; a signal that somebody sent does not.
  if (info == NULL || info->si_code <= 0) raise(number);
}

// Whoever started us may have handed down blocked signals, which would never reach the handlers.
static void unblock(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static int open_wake_pipe(void) {
  if (wake_pipe[0] >= 0) return 0;
  return pipe2(wake_pipe, O_NONBLOCK | O_CLOEXEC) == 0 ? 0 : errno;
}

void ct_crashes_install(void) {
  if (crashes_installed) return;
  was_report_chosen = getenv("SWIFT_BACKTRACE") != NULL;
  ct_use_alternate_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (int i = 0; i < crash_count; i++) {
    sigaction(ct_crashes[i], &action, &crash_before[i]);
    unblock(ct_crashes[i]);
  }
  crashes_installed = true;
}

static void install_polite(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_handler = on_polite;
  for (int i = 0; i < polite_count; i++) {
    // That somebody else has the terminal is an answer to a call, which must not be made again.
    action.sa_flags = polite[i] == SIGTTIN || polite[i] == SIGTTOU ? 0 : SA_RESTART;
    sigaction(polite[i], NULL, &polite_before[i]);
    // `nohup` wants us to outlive the terminal.
    if (polite[i] == SIGHUP && polite_before[i].sa_handler == SIG_IGN) continue;
    sigaction(polite[i], &action, NULL);
    unblock(polite[i]);
  }
}

static void install_endings(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_ending;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  for (int number = 1; number < NSIG; number++) {
    if (!is_ending(number)) continue;
    sigaction(number, NULL, &ending_before[number]);
    bool is_default = !(ending_before[number].sa_flags & SA_SIGINFO)
                      && ending_before[number].sa_handler == SIG_DFL;
    if (!is_default) continue;
    sigaction(number, &action, NULL);
    unblock(number);
  }
}

int ct_signals_install(void) {
  if (installed) return 0;
  int failure = open_wake_pipe();
  if (failure) return failure;
  ct_crashes_install();
  install_polite();
  install_endings();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &pipe_before);
  installed = true;
  return 0;
}

void ct_signals_uninstall(void) {
  if (!installed) return;
  for (int i = 0; i < polite_count; i++) sigaction(polite[i], &polite_before[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(ct_crashes[i], &crash_before[i], NULL);
  for (int number = 1; number < NSIG; number++)
    if (is_ending(number)) sigaction(number, &ending_before[number], NULL);
  sigaction(SIGPIPE, &pipe_before, NULL);
  installed = crashes_installed = false;
}

int ct_wake_descriptor(void) { return wake_pipe[0]; }

void ct_wake_drain(void) {
  char buffer[64];
  if (wake_pipe[0] < 0) return;
  while (read(wake_pipe[0], buffer, sizeof buffer) > 0) continue;
}

int ct_take_termination(void) { return atomic_exchange(&termination, 0); }
bool ct_take_suspension(void) { return atomic_exchange(&suspension, 0); }
bool ct_take_resize(void) { return atomic_exchange(&resize, 0); }
bool ct_take_continuation(void) { return atomic_exchange(&continuation, 0); }
bool ct_take_denial(void) { return atomic_exchange(&denial, 0); }
bool ct_is_crashing(void) { return atomic_load(&crashing); }

void ct_use_alternate_stack(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
  size_t size = 64 * 1024;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = size, .ss_flags = 0};
  sigaltstack(&stack, NULL);
}

void ct_block_signals(void) {
  sigset_t set;
  sigfillset(&set);
  for (int i = 0; i < crash_count; i++) sigdelset(&set, ct_crashes[i]);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}
