/// The process was asked to end by a signal: everything is tidied up, then the exit code says so.
struct SignalEnding: Error {
  let number: Int32
}
