#include "CMalloc.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

// glibc's own names for what is replaced below.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t allocations, bytes;
static _Atomic int is_armed;

// The runtime of Swift prints the stack when a program traps, names included; a debugger stops here.
static void trap(void) {
  atomic_store(&is_armed, 0);
  __builtin_trap();
}

static void count(size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
  if (atomic_load_explicit(&is_armed, memory_order_relaxed)) trap();
}

malloc_counts malloc_counts_now(void) {
  return (malloc_counts){
      atomic_load_explicit(&allocations, memory_order_relaxed),
      atomic_load_explicit(&bytes, memory_order_relaxed),
  };
}

void malloc_trap_arm(void) { atomic_store(&is_armed, 1); }

void malloc_trap_disarm(void) { atomic_store(&is_armed, 0); }

void *malloc(size_t size) {
  count(size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count(size);
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count(size);
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}
