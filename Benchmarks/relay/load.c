// Loads a relay as rooms of two members do, and tells how long datagrams take through it.
//
//   load PORT SPEAKS ROOMS RATE SECONDS
//
// SPEAKS is `ghostline` (its WebSocket envelope; the floor speaks it too), `ghostlines` (the same by TLS) or
// `socketio`. RATE is how often a second each member sends. Every room comes from a loopback address of its
// own, as players do. Each datagram carries the time at which it was to be sent: a relay that holds up the
// sender is measured too.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { most_rooms = 4000, payload_bytes = 96, input_bytes = 1 << 16, most_samples = 1 << 23 };

typedef struct {
  int socket, seat;
  SSL *tls;  // NULL where it is plain
  size_t held;
  uint8_t input[input_bytes];
  uint64_t sent, received;
} member;

static member *members[2 * most_rooms];
static int member_count, port, speaks_socketio;
static SSL_CTX *tls;  // NULL where it is plain
static uint64_t token_seed;
static uint32_t *samples;
static uint64_t sample_count, sent, received, refused_writes;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

// A client's frame: final, masked with a key of zeros but for one byte, so that unmasking has work to do.
static size_t frame(uint8_t *into, int opcode, const uint8_t *bytes, size_t count) {
  static const uint8_t key[4] = {0x5a, 0, 0xa5, 0};
  size_t at = 0;
  into[at++] = 0x80 | opcode;
  if (count < 126) {
    into[at++] = 0x80 | (uint8_t)count;
  } else {
    into[at++] = 0x80 | 126;
    into[at++] = (uint8_t)(count >> 8);
    into[at++] = (uint8_t)count;
  }
  memcpy(into + at, key, 4);
  at += 4;
  for (size_t i = 0; i < count; i++) into[at + i] = bytes[i] ^ key[i & 3];
  return at + count;
}

// As send(2) and recv(2), by TLS where there is.
static ssize_t put(member *one, const void *bytes, size_t count) {
  if (one->tls == NULL) return send(one->socket, bytes, count, MSG_NOSIGNAL);
  int went = SSL_write(one->tls, bytes, (int)count);
  if (went <= 0) errno = SSL_get_error(one->tls, went) == SSL_ERROR_WANT_WRITE ? EAGAIN : EIO;
  return went > 0 ? went : -1;
}

static ssize_t get(member *one, void *into, size_t room) {
  if (one->tls == NULL) return recv(one->socket, into, room, 0);
  int got = SSL_read(one->tls, into, (int)room);
  if (got <= 0) errno = SSL_get_error(one->tls, got) == SSL_ERROR_WANT_READ ? EAGAIN : EIO;
  return got > 0 ? got : -1;
}

static void send_all(member *one, const void *bytes, size_t count) {
  if (put(one, bytes, count) != (ssize_t)count) fail("send");
}

static void say(member *one, int opcode, const void *bytes, size_t count) {
  uint8_t out[512];
  send_all(one, out, frame(out, opcode, bytes, count));
}

// The next whole frame of a server in what was read; its payload, or NULL when more has to come.
static uint8_t *next_frame(member *one, size_t *from, int *opcode, size_t *count) {
  size_t left = one->held - *from;
  uint8_t *at = one->input + *from;
  if (left < 2) return NULL;
  size_t header = 2, length = at[1] & 0x7f;
  if (length == 126) {
    if (left < 4) return NULL;
    length = (size_t)at[2] << 8 | at[3];
    header = 4;
  }
  if (left < header + length) return NULL;
  *opcode = at[0] & 0x0f;
  *count = length;
  *from += header + length;
  return at + header;
}

static void keep_rest(member *one, size_t from) {
  memmove(one->input, one->input + from, one->held - from);
  one->held -= from;
}

static int read_more(member *one) {
  ssize_t got = get(one, one->input + one->held, input_bytes - one->held);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) fail("the relay has hung up");
  if (got > 0) one->held += (size_t)got;
  return got > 0;
}

// Waits for a frame whose payload begins with `first`; 0 takes any.
static void await_frame(member *one, uint8_t first) {
  for (;;) {
    size_t from = 0, count = 0;
    int opcode = 0;
    uint8_t *bytes;
    while ((bytes = next_frame(one, &from, &opcode, &count)) != NULL) {
      if (opcode > 2 || (first != 0 && (count == 0 || bytes[0] != first))) {
        if (bytes[0] == 0x86 && !speaks_socketio) {
          fprintf(stderr, "load: refused, code %d\n", bytes[1]);
          exit(1);
        }
        continue;
      }
      keep_rest(one, from);
      return;
    }
    keep_rest(one, from);
    read_more(one);
  }
}

static void connect_from(member *one, int room) {
  one->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (one->socket < 0) fail("socket");
  struct sockaddr_in own = {.sin_family = AF_INET};
  own.sin_addr.s_addr = htonl(0x7f010000u + (uint32_t)(room / 200 * 256 + room % 200 + 1));
  int yes = 1;
  setsockopt(one->socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  if (bind(one->socket, (struct sockaddr *)&own, sizeof own) != 0) fail("bind");
  struct sockaddr_in relay = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  relay.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(one->socket, (struct sockaddr *)&relay, sizeof relay) != 0) fail("connect");
  setsockopt(one->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (tls == NULL) return;
  one->tls = SSL_new(tls);
  SSL_set_fd(one->tls, one->socket);
  if (SSL_connect(one->tls) != 1) fail("TLS");
}

static void upgrade(member *one) {
  char request[512];
  int count = snprintf(
      request, sizeof request,
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
      speaks_socketio ? "/socket.io/?EIO=4&transport=websocket" : "/", port,
      speaks_socketio ? "" : "Sec-WebSocket-Protocol: " SUBPROTOCOL "\r\n");
  send_all(one, request, (size_t)count);
  for (;;) {
    read_more(one);
    uint8_t *end = memmem(one->input, one->held, "\r\n\r\n", 4);
    if (end == NULL) continue;
    if (memcmp(one->input, "HTTP/1.1 101", 12) != 0) {
      fprintf(stderr, "load: %.40s\n", (char *)one->input);
      exit(1);
    }
    keep_rest(one, (size_t)(end + 4 - one->input));
    return;
  }
}

static void enter(member *one, int room, int seat) {
  if (speaks_socketio) {
    char text[64];
    await_frame(one, '0');
    say(one, 1, "40", 2);
    await_frame(one, '4');
    int count = snprintf(text, sizeof text, "42[\"join\",[%d,%d]]", room, seat);
    say(one, 1, text, (size_t)count);
    await_frame(one, '4');
    return;
  }
  // kind, version, token of the room, and for who makes it its seats
  uint8_t hello[35] = {seat == 0 ? 1 : 2, VERSION};
  uint64_t mix = 0x9e3779b97f4a7c15u * (uint64_t)(room + 1) ^ token_seed;
  for (int i = 0; i < 32; i++) {
    mix = mix * 6364136223846793005u + 1442695040888963407u;
    hello[2 + i] = (uint8_t)(mix >> 56);
  }
  hello[34] = 2;
  say(one, 2, hello, seat == 0 ? 35 : 34);
  await_frame(one, 0x81);
}

static void join_all(int rooms) {
  for (int room = 0; room < rooms; room++) {
    for (int seat = 0; seat < 2; seat++) {
      member *one = calloc(1, sizeof *one);
      if (one == NULL) fail("calloc");
      one->seat = seat;
      connect_from(one, room);
      upgrade(one);
      enter(one, room, seat);
      members[member_count++] = one;
    }
  }
  for (int i = 0; i < member_count; i++)
    fcntl(members[i]->socket, F_SETFL, fcntl(members[i]->socket, F_GETFL) | O_NONBLOCK);
}

static void send_datagram(member *one, uint64_t due) {
  uint8_t body[payload_bytes + 32], out[payload_bytes + 64];
  size_t count;
  if (speaks_socketio) {
    count = (size_t)snprintf((char *)body, sizeof body, "42[\"d\",\"%016llx", (unsigned long long)due);
    memset(body + count, 'x', payload_bytes - 2 - count);
    count = payload_bytes - 2;
    body[count++] = '"';
    body[count++] = ']';
  } else {
    memset(body, 7, payload_bytes);
    body[0] = 3;
    body[1] = (uint8_t)(1 - one->seat);
    memcpy(body + 2, &due, 8);
    count = payload_bytes;
  }
  count = frame(out, speaks_socketio ? 1 : 2, body, count);
  ssize_t went = put(one, out, count);
  if (went == (ssize_t)count) {
    sent++;
    one->sent++;
  } else if (went < 0 && errno == EAGAIN) {
    refused_writes++;
  } else {
    fail("send");
  }
}

static void take(member *one) {
  // What TLS has opened already no socket tells of.
  while (read_more(one) && one->tls != NULL && SSL_pending(one->tls) > 0 && one->held < input_bytes / 2) continue;
  if (one->held == 0) return;
  size_t from = 0, count = 0;
  int opcode = 0;
  uint8_t *bytes;
  uint64_t time = now();
  while ((bytes = next_frame(one, &from, &opcode, &count)) != NULL) {
    uint64_t due = 0;
    if (opcode == 9) {
      say(one, 10, bytes, count);
    } else if (speaks_socketio && count == 1 && bytes[0] == '2') {
      say(one, 1, "3", 1);
    } else if (speaks_socketio && opcode == 1 && count > 24 && bytes[4] == 'd') {
      due = strtoull((char *)bytes + 8, NULL, 16);
    } else if (!speaks_socketio && opcode == 2 && count >= 10 && bytes[0] == 0x84) {
      memcpy(&due, bytes + 2, 8);
    }
    if (due == 0) continue;
    received++;
    one->received++;
    if (sample_count < most_samples) samples[sample_count++] = (uint32_t)((time - due) / 1000);
  }
  keep_rest(one, from);
}

static int by_size(const void *one, const void *other) {
  uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
  return a < b ? -1 : a > b;
}

static double share(double part) {
  return sample_count ? samples[(uint64_t)(part * (double)(sample_count - 1))] / 1000.0 : 0;
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "load PORT ghostline|ghostlines|socketio ROOMS RATE SECONDS\n");
    return 2;
  }
  port = atoi(arguments[1]);
  speaks_socketio = strcmp(arguments[2], "socketio") == 0;
  if (strcmp(arguments[2], "ghostlines") == 0 && (tls = SSL_CTX_new(TLS_client_method())) == NULL) fail("TLS");
  int rooms = atoi(arguments[3]);
  double rate = atof(arguments[4]), seconds = atof(arguments[5]);
  if (rooms < 1 || rooms > most_rooms || rate <= 0 || seconds <= 0 || seconds > 7200) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  token_seed = now();
  samples = malloc(sizeof *samples * most_samples);
  join_all(rooms);
  int poller = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec each = {{0, 500000}, {0, 500000}};
  timerfd_settime(timer, 0, &each, NULL);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[512];
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &event);
  for (int i = 0; i < member_count; i++) {
    event.data.ptr = members[i];
    epoll_ctl(poller, EPOLL_CTL_ADD, members[i]->socket, &event);
  }
  printf("ready\n");
  fflush(stdout);
  // Members send in turns, so that nothing comes in bursts that players would not make.
  uint64_t start = now(), step = (uint64_t)(1e9 / (rate * member_count)), turn = 0;
  uint64_t end = start + (uint64_t)(seconds * 1e9), last = end + 500000000u;
  while (now() < last) {
    for (uint64_t due; (due = start + turn * step) <= now() && due < end; turn++)
      send_datagram(members[turn % (uint64_t)member_count], due);
    int ready = epoll_wait(poller, events, 512, 10);
    for (int i = 0; i < ready; i++) {
      uint64_t ticks;
      if (events[i].data.ptr != NULL) take(events[i].data.ptr);
      else if (read(timer, &ticks, 8) < 0 && errno != EAGAIN) fail("timer");
    }
    if (received == sent && now() > end) break;
  }
  qsort(samples, sample_count, sizeof *samples, by_size);
  struct rusage own;
  getrusage(RUSAGE_SELF, &own);
  printf(
      "{\"sent\":%llu,\"received\":%llu,\"notTaken\":%llu,\"perSecond\":%.0f,\"p50\":%.3f,"
      "\"p95\":%.3f,\"p99\":%.3f,\"max\":%.3f}\n",
      (unsigned long long)sent, (unsigned long long)received, (unsigned long long)refused_writes,
      (double)received / seconds, share(0.5), share(0.95), share(0.99), share(1));
  return 0;
}
