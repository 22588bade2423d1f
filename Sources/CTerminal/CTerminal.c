#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static const int polite[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGQUIT, SIGSYS};
enum {
  polite_count = sizeof polite / sizeof polite[0],
  crash_count = sizeof crashes / sizeof crashes[0]
};

static struct sigaction polite_before[polite_count];
static struct sigaction crash_before[crash_count];
static struct sigaction pipe_before;
static bool installed;

static atomic_int termination, suspension, resize, continuation, crashing, armed;
static int wake_pipe[2] = {-1, -1};

static struct termios remembered;
static bool has_remembered;
static int restore_descriptor = -1;
static char restore_bytes[512];
static size_t restore_count;

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
  default: atomic_store(&termination, number); break;
  }
  wake();
}

// Writes without ever waiting for long: the terminal may take nothing, or a thread that draws may
// hold it for a moment.
static void write_patiently(int descriptor, const char *bytes, size_t count) {
  const struct timespec pause = {.tv_sec = 0, .tv_nsec = 10 * 1000000};
  for (int attempt = 0; attempt < 20 && count > 0; attempt++) {
    ssize_t written = write(descriptor, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
      return;
    } else {
      nanosleep(&pause, NULL);
    }
  }
}

void ct_restore_now(void) {
  if (!atomic_exchange(&armed, 0)) return;
  // Opened anew, so that only our own writes do not wait, not those of whoever shares the terminal.
  int own = open("/dev/tty", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  write_patiently(own >= 0 ? own : restore_descriptor, restore_bytes, restore_count);
  if (has_remembered) tcsetattr(restore_descriptor, TCSANOW, &remembered);
  if (own >= 0) close(own);
}

static void on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  atomic_store(&crashing, 1);
  ct_restore_now();
  for (int i = 0; i < crash_count; i++) {
    struct sigaction before = crash_before[i];
    // Shells start background jobs with SIGQUIT ignored; a crash must still end the process.
    if (!(before.sa_flags & SA_SIGINFO) && before.sa_handler == SIG_IGN) before.sa_handler = SIG_DFL;
    if (crashes[i] == number) sigaction(number, &before, NULL);
  }
  // A fault comes again by itself once we return, with the right address for whoever handles it
  // next; a signal that somebody sent does not.
  if (info == NULL || info->si_code <= 0) raise(number);
}

static int open_wake_pipe(void) {
  if (wake_pipe[0] >= 0) return 0;
  return pipe2(wake_pipe, O_NONBLOCK | O_CLOEXEC) == 0 ? 0 : errno;
}

int ct_signals_install(void) {
  if (installed) return 0;
  int failure = open_wake_pipe();
  if (failure) return failure;
  ct_use_alternate_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_handler = on_polite;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < polite_count; i++) sigaction(polite[i], &action, &polite_before[i]);
  // Whoever started us may have handed down blocked signals, which would never reach the handlers.
  sigset_t handled;
  sigemptyset(&handled);
  for (int i = 0; i < polite_count; i++) sigaddset(&handled, polite[i]);
  pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &crash_before[i]);
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &pipe_before);
  installed = true;
  return 0;
}

void ct_signals_uninstall(void) {
  if (!installed) return;
  for (int i = 0; i < polite_count; i++) sigaction(polite[i], &polite_before[i], NULL);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &crash_before[i], NULL);
  sigaction(SIGPIPE, &pipe_before, NULL);
  installed = false;
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
bool ct_is_crashing(void) { return atomic_load(&crashing); }

int ct_terminal_remember(int descriptor) {
  if (tcgetattr(descriptor, &remembered) != 0) return errno;
  has_remembered = true;
  return 0;
}

int ct_terminal_make_raw(int descriptor) {
  struct termios settings = remembered;
  cfmakeraw(&settings);
  return tcsetattr(descriptor, TCSANOW, &settings) == 0 ? 0 : errno;
}

void ct_terminal_reset(int descriptor) { tcsetattr(descriptor, TCSANOW, &remembered); }

void ct_terminal_discard_output(int descriptor) {
  tcflush(descriptor, TCOFLUSH);
  // Discarding makes room, but only stopping and starting the output wakes who waits for it.
  tcflow(descriptor, TCOOFF);
  tcflow(descriptor, TCOON);
}

void ct_restore_arm(int descriptor, const char *bytes, size_t count) {
  atomic_store(&armed, 0);
  restore_descriptor = descriptor;
  restore_count = count < sizeof restore_bytes ? count : sizeof restore_bytes;
  memcpy(restore_bytes, bytes, restore_count);
  atomic_store(&armed, 1);
}

void ct_restore_disarm(void) { atomic_store(&armed, 0); }

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
  for (int i = 0; i < crash_count; i++) sigdelset(&set, crashes[i]);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

struct ct_gate {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
};

ct_gate *ct_gate_create(void) {
  ct_gate *gate = malloc(sizeof *gate);
  if (gate == NULL) abort();
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&gate->mutex, NULL);
  pthread_cond_init(&gate->condition, &attributes);
  pthread_condattr_destroy(&attributes);
  return gate;
}

void ct_gate_destroy(ct_gate *gate) {
  pthread_cond_destroy(&gate->condition);
  pthread_mutex_destroy(&gate->mutex);
  free(gate);
}

void ct_gate_lock(ct_gate *gate) { pthread_mutex_lock(&gate->mutex); }
void ct_gate_unlock(ct_gate *gate) { pthread_mutex_unlock(&gate->mutex); }
// In this order: whoever wakes while the gate is still locked sleeps again at once.
void ct_gate_unlock_and_signal(ct_gate *gate) {
  pthread_mutex_unlock(&gate->mutex);
  pthread_cond_broadcast(&gate->condition);
}
void ct_gate_wait(ct_gate *gate) { pthread_cond_wait(&gate->condition, &gate->mutex); }

bool ct_gate_wait_for(ct_gate *gate, long milliseconds) {
  struct timespec limit;
  clock_gettime(CLOCK_MONOTONIC, &limit);
  limit.tv_sec += milliseconds / 1000;
  limit.tv_nsec += milliseconds % 1000 * 1000000;
  if (limit.tv_nsec >= 1000000000) {
    limit.tv_sec += 1;
    limit.tv_nsec -= 1000000000;
  }
  return pthread_cond_timedwait(&gate->condition, &gate->mutex, &limit) == 0;
}

int ct_poll(struct pollfd *polled, unsigned long count, struct timespec *limit) {
  return ppoll(polled, count, limit, NULL);
}

int ct_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return errno;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}
