// The least that a WebSocket relay does: frames of one member, unmasked, to the other of its room.
//
//   floor PORT
//
// It speaks the envelope of ghostline's relay, and looks at nothing: no limits, no deadlines, no proof of who
// may enter, no queues (what a socket does not take is lost), one thread.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_sockets = 20000, input_bytes = 1 << 14, output_bytes = 1 << 16, slots = 1 << 14 };

typedef struct member {
  int socket, seat, is_upgraded;
  size_t held, waiting;
  struct member *other;
  uint8_t input[input_bytes], output[output_bytes];
} member;

typedef struct {
  uint8_t token[32];
  member *first;
} room;

static room rooms[slots];
static member *dirty[most_sockets];
static int dirty_count;

static room *find(const uint8_t *token) {
  uint64_t hash;
  memcpy(&hash, token, 8);
  for (uint64_t i = hash;; i++) {
    room *one = &rooms[i % slots];
    if (one->first == NULL || memcmp(one->token, token, 32) == 0) return one;
  }
}

static void put(member *to, const uint8_t *bytes, size_t count) {
  if (to->waiting + count + 4 > output_bytes) return;
  if (to->waiting == 0) dirty[dirty_count++] = to;
  uint8_t *at = to->output + to->waiting;
  size_t header = 2;
  at[0] = 0x82;
  if (count < 126) {
    at[1] = (uint8_t)count;
  } else {
    at[1] = 126;
    at[2] = (uint8_t)(count >> 8);
    at[3] = (uint8_t)count;
    header = 4;
  }
  memcpy(at + header, bytes, count);
  to->waiting += header + count;
}

static void welcome(member *one) {
  uint8_t bytes[21] = {0x81, (uint8_t)one->seat, 2};
  put(one, bytes, sizeof bytes);
}

static void hear(member *one, uint8_t *bytes, size_t count) {
  if (bytes[0] == 3 && one->other != NULL) {
    bytes[0] = 0x84;
    bytes[1] = (uint8_t)one->seat;
    put(one->other, bytes, count);
  } else if (bytes[0] == 1 && count == 35) {
    room *made = find(bytes + 2);
    memcpy(made->token, bytes + 2, 32);
    made->first = one;
    welcome(one);
  } else if (bytes[0] == 2 && count == 34) {
    room *found = find(bytes + 2);
    if (found->first == NULL) return;
    one->seat = 1;
    one->other = found->first;
    found->first->other = one;
    welcome(one);
  }
}

static void answer_upgrade(member *one) {
  static const char answer[] =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
      "Sec-WebSocket-Protocol: " SUBPROTOCOL "\r\n\r\n";
  if (send(one->socket, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) return;
  one->is_upgraded = 1;
  one->held = 0;
}

static void take(member *one) {
  ssize_t got = recv(one->socket, one->input + one->held, input_bytes - one->held, 0);
  if (got == 0) {
    if (one->other != NULL) one->other->other = NULL;
    close(one->socket);
    return;
  }
  if (got < 0) return;
  one->held += (size_t)got;
  if (!one->is_upgraded) {
    if (memmem(one->input, one->held, "\r\n\r\n", 4) != NULL) answer_upgrade(one);
    return;
  }
  size_t from = 0;
  while (one->held - from >= 6) {
    uint8_t *at = one->input + from;
    size_t length = at[1] & 0x7f, header = 6;
    if (length == 126) {
      length = (size_t)at[2] << 8 | at[3];
      header = 8;
    }
    if (one->held - from < header + length) break;
    uint8_t *bytes = at + header, *key = bytes - 4;
    for (size_t i = 0; i < length; i++) bytes[i] ^= key[i & 3];
    if ((at[0] & 0x0f) == 2 && length > 0) hear(one, bytes, length);
    from += header + length;
  }
  memmove(one->input, one->input + from, one->held - from);
  one->held -= from;
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) != 0 || listen(listener, 4096) != 0) return 1;
  int poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[256];
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poller, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr != NULL) {
        take(events[i].data.ptr);
        continue;
      }
      int socket;
      while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        member *one = calloc(1, sizeof *one);
        one->socket = socket;
        event.data.ptr = one;
        epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event);
      }
    }
    for (int i = 0; i < dirty_count; i++) {
      if (send(dirty[i]->socket, dirty[i]->output, dirty[i]->waiting, MSG_NOSIGNAL) < 0 && errno == EPIPE)
        dirty[i]->other = NULL;
      dirty[i]->waiting = 0;
    }
    dirty_count = 0;
  }
}
