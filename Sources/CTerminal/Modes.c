// The terminal itself: whose it is, which modes it has, and how it is left.
#define _GNU_SOURCE
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct termios remembered, ours;
static bool has_remembered;
static atomic_int armed;
static int restore_descriptor = -1;
static char restore_bytes[512];
static size_t restore_count;

static bool is_same_device(int one, int other) {
  unsigned int a = 0, b = 0;
  return ioctl(one, TIOCGDEV, &a) == 0 && ioctl(other, TIOCGDEV, &b) == 0 && a == b;
}

int ct_terminal_open(int like) {
  const int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  // This one can be opened whoever the terminal's device belongs to (after `su` it is another's).
  int own = open("/dev/tty", flags);
  if (own >= 0 && is_same_device(own, like)) return own;
  if (own >= 0) close(own);
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", like);
  own = open(path, flags);
  return own >= 0 ? own : fcntl(like, F_DUPFD_CLOEXEC, 3);
}

ct_ground ct_terminal_ground(int descriptor) {
  pid_t group = tcgetpgrp(descriptor);
  if (group >= 0) return group == getpgrp() ? CT_FOREGROUND : CT_BACKGROUND;
  // Not the one that controls us: then no shell lends it to one group after another.
  return errno == ENOTTY && isatty(descriptor) ? CT_FOREGROUND : CT_GONE;
}

int ct_terminal_remember(int descriptor) {
  if (tcgetattr(descriptor, &remembered) != 0) return errno;
  has_remembered = true;
  return 0;
}

// A signal of the terminal ends the call, instead of stopping us, when somebody else has it by now.
static int set(int descriptor, const struct termios *settings) {
  if (ct_terminal_ground(descriptor) != CT_FOREGROUND) return EAGAIN;
  return tcsetattr(descriptor, TCSANOW, settings) == 0 ? 0 : errno;
}

int ct_terminal_make_raw(int descriptor) {
  struct termios settings = remembered;
  cfmakeraw(&settings);
  int failure = set(descriptor, &settings);
  // As the system has it: it may not take all that was asked for.
  return failure ? failure : tcgetattr(descriptor, &ours) == 0 ? 0 : errno;
}

bool ct_terminal_is_raw(int descriptor) {
  struct termios present;
  return tcgetattr(descriptor, &present) == 0 && present.c_iflag == ours.c_iflag
         && present.c_oflag == ours.c_oflag && present.c_cflag == ours.c_cflag
         && present.c_lflag == ours.c_lflag && present.c_cc[VMIN] == ours.c_cc[VMIN]
         && present.c_cc[VTIME] == ours.c_cc[VTIME];
}

void ct_terminal_reset(int descriptor) { set(descriptor, &remembered); }

void ct_terminal_discard_output(int descriptor) {
  if (ct_terminal_ground(descriptor) != CT_FOREGROUND) return;
  tcflush(descriptor, TCOFLUSH);
  // Discarding makes room, but only stopping and starting the output wakes who waits for it.
  tcflow(descriptor, TCOOFF);
  tcflow(descriptor, TCOON);
}

int ct_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return errno;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

void ct_write_patiently(int descriptor, const char *bytes, size_t count) {
  const struct timespec pause = {.tv_sec = 0, .tv_nsec = 10 * 1000000};
  for (int attempt = 0; attempt < 20 && count > 0; attempt++) {
    // Standard error may be one that waits.
    struct pollfd polled = {.fd = descriptor, .events = POLLOUT};
    errno = EAGAIN;
    ssize_t written = poll(&polled, 1, 0) == 1 ? write(descriptor, bytes, count) : -1;
    if (written > 0) {
      attempt = 0;
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
      return;
    } else {
      nanosleep(&pause, NULL);
    }
  }
}

void ct_restore_arm(int descriptor, const char *bytes, size_t count) {
  atomic_store(&armed, 0);
  restore_descriptor = descriptor;
  restore_count = count < sizeof restore_bytes ? count : sizeof restore_bytes;
  memcpy(restore_bytes, bytes, restore_count);
  atomic_store(&armed, 1);
}

void ct_restore_disarm(void) { atomic_store(&armed, 0); }

void ct_restore_now(void) {
  if (!atomic_exchange(&armed, 0)) return;
  if (ct_terminal_ground(restore_descriptor) != CT_FOREGROUND) return;
  // Also ends what was cut off in the middle.
  ct_write_patiently(restore_descriptor, "\033\\", 2);
  ct_write_patiently(restore_descriptor, restore_bytes, restore_count);
  if (has_remembered) tcsetattr(restore_descriptor, TCSANOW, &remembered);
}

// The parent of a process and its group, as Linux tells them.
static bool read_kin(pid_t process, pid_t *parent, pid_t *group) {
  char path[32], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return false;
  text[count] = 0;
  // The name may hold anything; what follows its last parenthesis is numbers.
  const char *rest = strrchr(text, ')');
  int above = 0, own = 0;
  if (rest == NULL || sscanf(rest, ") %*c %d %d", &above, &own) != 2) return false;
  *parent = above;
  *group = own;
  return true;
}

bool ct_can_be_continued(void) {
  pid_t own = getpgrp(), group = own, process = getpid();
  for (int generation = 0; generation < 64 && process > 1; generation++) {
    pid_t parent = 0;
    if (!read_kin(process, &parent, &group)) return false;
    // The first outside our group: a shell, if it is of our session.
    if (group != own) return getsid(process) == getsid(0);
    process = parent;
  }
  return false;
}

void ct_stop(void) {
  const struct timespec moment = {.tv_sec = 0, .tv_nsec = 2 * 1000000};
  struct sigaction plain, before;
  memset(&plain, 0, sizeof plain);
  sigemptyset(&plain.sa_mask);
  plain.sa_handler = SIG_DFL;
  ct_take_continuation();
  sigaction(SIGTSTP, &plain, &before);
  // The whole group, as the key of the terminal does it: a script or `sudo` that has started us
  // would otherwise wait for us while its shell waits for it. The system stops no group that
  // nobody could continue.
  kill(0, SIGTSTP);
  // Another thread may have taken the signal: then this one is stopped a little later.
  for (int i = 0; i < 100 && !ct_take_continuation(); i++) nanosleep(&moment, NULL);
  sigaction(SIGTSTP, &before, NULL);
}
