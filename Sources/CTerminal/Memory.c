// A file that is nowhere but in memory, for what curses writes.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <sys/mman.h>
#include <unistd.h>

FILE *ct_memory_open(void) {
  int descriptor = memfd_create("screen", MFD_CLOEXEC);
  if (descriptor < 0) return NULL;
  FILE *file = fdopen(descriptor, "w");
  if (file == NULL) close(descriptor);
  return file;
}

size_t ct_memory_count(FILE *file) {
  fflush(file);
  off_t count = lseek(fileno(file), 0, SEEK_CUR);
  return count > 0 ? (size_t)count : 0;
}

size_t ct_memory_take(FILE *file, void *bytes, size_t count) {
  ssize_t got = pread(fileno(file), bytes, count, 0);
  lseek(fileno(file), 0, SEEK_SET);
  return got > 0 ? (size_t)got : 0;
}
