/// Explains the table.
enum Legend {
  static func text(_ options: Options) -> String {
    """
    Processor time of one thread; each figure is the best of \(options.rounds) rounds, engine and \
    floor in turns.
    ns/frame   W1: of a tick, divided by its d + 1 simulated frames; W2 to W5: of a tick, by frame
               advanced and session: save, step, hash, protocol and the simulated network
    floor      the same work in plain C, on the same network (Benchmarks/CFloor); ratio: engine by
               floor; noise: by how much the worst round of the engine was slower than the best
    ns/resim   the same time, divided by the frames that were simulated again
    resim      frames simulated again, and rollbacks, per frame
    stalls     ticks in which the prediction window was full, in all rounds and sessions; +n: ticks
               held back by the pacer; beside it the stalls of the floor
    allocs     malloc, calloc, realloc and aligned allocations per frame, and their bytes, warmed up
    direct, relay  datagrams per frame and session on each path, and their bytes of plaintext, not
               counting the epoch (it is in clear only while nothing is sealed); B/packet: mean
    work       OK: the same 64-bit hash as the floor's at one frame, in every session
    cipher     W6: ChaCha20-Poly1305 over the same bytes, called directly; ratio: the channel by it
    Checksums: W1 'on' compares two simulations of a frame in each tick, two hashes whatever d is, as
    its floor does; 'off' never hashes; W2 to W5 hash each confirmed frame once. The prediction window is 8 frames, the local
    input delay 0, unless a row says otherwise. Inputs are random: new ones in every frame (hold 1)
    or held for 12.
    """
  }
}
