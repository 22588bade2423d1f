"""The usual Python relay: python-socketio on aiohttp, one event a datagram. Asks for a port."""

import sys

import socketio
from aiohttp import web

server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
rooms = {}
others = {}


@server.on("join")
async def join(sid, place):
    room = rooms.setdefault(place[0], [])
    for other in room:
        others[other], others[sid] = sid, other
    room.append(sid)
    await server.emit("joined", to=sid)


@server.on("d")
async def forward(sid, text):
    if sid in others:
        await server.emit("d", text, to=others[sid])


application = web.Application()
server.attach(application)
web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
