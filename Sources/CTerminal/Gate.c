// A lock with a condition, on the monotonic clock; and ppoll.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <stdlib.h>

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
