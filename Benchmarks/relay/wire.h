// What relay and member agree on, as `RelaySubprotocol` and `EnvelopeLimits` have it.
#define SUBPROTOCOL "ghostline.v4"
#define VERSION 4
