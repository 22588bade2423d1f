// Counts every allocation of the process that links this target: malloc and its relatives are
// defined here, in the executable, so that they win over those of the C library.
#pragma once
#include <stdint.h>

typedef struct {
  uint64_t allocations;
  uint64_t bytes;
} malloc_counts;

// Everything since the process began, over all threads.
malloc_counts malloc_counts_now(void);

// From now on the first allocation stops the program with a trap.
void malloc_trap_arm(void);
void malloc_trap_disarm(void);
