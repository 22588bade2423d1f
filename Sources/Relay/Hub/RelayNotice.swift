/// What an operator should know at once, for it is theirs to change.
package enum RelayNotice: Hashable, Sendable {
  /// The system gives no more sockets (`ulimit -n`): nobody is accepted until one closes. At most once a
  /// minute.
  case outOfDescriptors(errno: Int32)
  /// The limit of the control group is near: nobody new is let in.
  case memoryScarce(MemoryUse)
  case memorySufficient(MemoryUse)
}
